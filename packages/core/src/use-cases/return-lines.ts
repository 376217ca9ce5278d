import type { Context } from '../domain/context.js';
import type { OrderId } from '../domain/ids.js';
import type { Order } from '../domain/order.js';
import type { StockLine, StockPair } from '../domain/stock-line.js';
import type { ClaimLedger } from '../ports/claim-ledger.js';
import { commitMoves } from './commit-moves.js';
import type { OrderDeps } from './deps.js';
import { getOrder } from './get-order.js';

const maxRaces = 20;

export interface ReturnedLines {
  readonly orderId: OrderId;
  readonly pairs: readonly StockPair[];
}

/** Takes lines that were given back off the `unreleased` ones of a cancelled order. May run again at any time. */
export const returnLines =
  (deps: OrderDeps, claims: ClaimLedger) =>
  async (context: Context, { orderId, pairs }: ReturnedLines): Promise<Order> => {
    const { deducted } = await claims.giveBack(context.tenantId, orderId, pairs);
    for (let race = 0; race < maxRaces; race += 1) {
      const order = await getOrder(deps)(context, { orderId });
      const moved = withUnreleased(order, deducted, deps.clock.now());
      if (moved === undefined) return order;
      const { answers } = await commitMoves(deps)([{ order: moved, events: [] }]);
      if (answers[0] === 'done') return moved;
    }
    return getOrder(deps)(context, { orderId });
  };

/** Undefined when the order says so already, or is not released yet. */
const withUnreleased = (order: Order, deducted: readonly StockLine[], now: number): Order | undefined => {
  const { unreleased = [], ...release } = order.release ?? { state: 'due' as const, nextAttemptAt: now, attempts: 0 };
  if (release.state !== 'done' || unreleased.length === deducted.length) return undefined;
  const left = deducted.length === 0 ? {} : { unreleased: deducted };
  return { ...order, release: { ...release, ...left }, version: order.version + 1, updatedAt: now };
};
