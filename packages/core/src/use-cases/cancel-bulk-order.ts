import type { BulkOrder } from '../domain/bulk-order.js';
import type { Context } from '../domain/context.js';
import type { BulkOrderId } from '../domain/ids.js';
import { OmsError } from '../errors.js';
import type { BulkDeps } from './deps.js';
import { bulkOrderNotFound } from './get-bulk-order.js';

/**
 * Stops a bulk order; the orders so far stay. Answers with it as it is when it was cancelled before. Throws `not_found` /
 * `bulk_order_not_found`, `conflict` / `wrong_state` when it has completed or failed.
 */
export const cancelBulkOrder =
  ({ bulkOrders, clock }: Pick<BulkDeps, 'bulkOrders' | 'clock'>) =>
  async (context: Context, { bulkOrderId }: { readonly bulkOrderId: BulkOrderId }): Promise<BulkOrder> => {
    const bulkOrder = await bulkOrders.cancel(context.tenantId, bulkOrderId, clock.now());
    if (bulkOrder === undefined) throw bulkOrderNotFound(bulkOrderId);
    if (bulkOrder.state !== 'cancelled') {
      throw new OmsError('conflict', 'wrong_state', `The bulk order is ${bulkOrder.state} already.`);
    }
    return bulkOrder;
  };
