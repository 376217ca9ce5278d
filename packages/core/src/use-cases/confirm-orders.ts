import type { OrderId, TenantId } from '../domain/ids.js';
import type { Order } from '../domain/order.js';
import { claimStock } from './claim-stock.js';
import type { OrderDeps } from './deps.js';
import { pauseOf } from './pause-of.js';

/** After a batch whose answers were all lost: it may have been the one that was. */
const lostAnswerMs = 1_000;

export interface ConfirmedOrders {
  /** Those of the orders that are stored, as they were read. */
  readonly stored: readonly Order[];
  /** How long to leave the inventory alone; 0 when it answered for any order. */
  readonly pauseMs: number;
  /** Resolves when the events of the settled orders are published, or left to the relay; never rejects. */
  readonly published: Promise<unknown>;
}

/**
 * Reloads the orders and claims the stock of those that await their check; anything else waits for a worker or a person of
 * its own, so that a repeated or rewound event claims nothing. Crash anywhere: the next run asks again under the same ids.
 *
 * `isHeard` tells of a stored order that its last event came from the bus, so that it need not be published any more; default
 * of none.
 */
export const confirmOrders =
  (deps: OrderDeps) =>
  async (
    tenantId: TenantId,
    orderIds: readonly OrderId[],
    isHeard?: (order: Order) => boolean,
  ): Promise<ConfirmedOrders> => {
    const stored = await deps.orders.getMany(tenantId, [...new Set(orderIds)]);
    const waiting = stored.filter((order): order is Order => order?.hold?.code === 'awaiting_check');
    const ignored = stored.length - waiting.length;
    if (ignored > 0) deps.observer.observe({ kind: 'message_ignored', reason: 'not_awaiting_check', count: ignored });
    const { outcomes, published } = await claimStock(deps)(tenantId, waiting, isHeard);
    return {
      stored: stored.filter((order) => order !== undefined),
      pauseMs: pauseOf(outcomes, lostAnswerMs),
      published,
    };
  };
