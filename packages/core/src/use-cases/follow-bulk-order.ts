import { type BulkOrder, isFinished } from '../domain/bulk-order.js';
import type { Context } from '../domain/context.js';
import type { BulkOrderId } from '../domain/ids.js';
import type { StopSignal } from '../ports/stop-signal.js';
import type { BulkDeps } from './deps.js';
import { getBulkOrder } from './get-bulk-order.js';

export interface FollowBulkOrderInput {
  readonly bulkOrderId: BulkOrderId;
  /** Between two looks, in milliseconds; default 500. */
  readonly everyMs?: number | undefined;
  readonly stop?: StopSignal | undefined;
  /** Called at every look, and waited for. `hasChanged`: the first one, or it is not as it was at the look before. */
  readonly onLook: (bulkOrder: BulkOrder, hasChanged: boolean) => Promise<void> | void;
}

/**
 * Looks at a bulk order until it has ended, or `stop` is aborted; resolves with it as it was at the last look. Throws
 * `not_found` / `bulk_order_not_found`.
 */
export const followBulkOrder =
  (deps: Pick<BulkDeps, 'bulkOrders' | 'clock'>) =>
  async (context: Context, input: FollowBulkOrderInput): Promise<BulkOrder> => {
    const { bulkOrderId, everyMs = 500, stop, onLook } = input;
    let last = '';
    for (;;) {
      const bulkOrder = await getBulkOrder(deps)(context, { bulkOrderId });
      const now = JSON.stringify(bulkOrder);
      await onLook(bulkOrder, now !== last);
      if (isFinished(bulkOrder.state) || stop?.aborted === true) return bulkOrder;
      last = now;
      await deps.clock.sleep(everyMs, stop);
    }
  };
