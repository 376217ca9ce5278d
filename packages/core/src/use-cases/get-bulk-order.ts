import type { BulkOrder } from '../domain/bulk-order.js';
import type { Context } from '../domain/context.js';
import type { BulkOrderId } from '../domain/ids.js';
import { OmsError } from '../errors.js';
import type { BulkDeps } from './deps.js';

/** One bulk order and its progress; throws `not_found` / `bulk_order_not_found`. */
export const getBulkOrder =
  ({ bulkOrders }: Pick<BulkDeps, 'bulkOrders'>) =>
  async (context: Context, { bulkOrderId }: { readonly bulkOrderId: BulkOrderId }): Promise<BulkOrder> => {
    const bulkOrder = await bulkOrders.get(context.tenantId, bulkOrderId);
    if (bulkOrder === undefined) throw bulkOrderNotFound(bulkOrderId);
    return bulkOrder;
  };

export const bulkOrderNotFound = (bulkOrderId: BulkOrderId): OmsError =>
  new OmsError('not_found', 'bulk_order_not_found', `There is no bulk order ${bulkOrderId}.`);
