import type { Context } from '../domain/context.js';
import type { BulkOrderId } from '../domain/ids.js';
import type { Rejection } from '../domain/rejection.js';
import type { BulkDeps } from './deps.js';
import { getBulkOrder } from './get-bulk-order.js';

const batch = 1_000;

/** Every rejection of a bulk order so far, by row, in batches. Throws `not_found` / `bulk_order_not_found` on the first read. */
export const listRejections = ({ bulkOrders }: Pick<BulkDeps, 'bulkOrders'>) =>
  async function* (
    context: Context,
    input: { readonly bulkOrderId: BulkOrderId },
  ): AsyncGenerator<readonly Rejection[]> {
    const { bulkOrderId } = await getBulkOrder({ bulkOrders })(context, input);
    let afterRow = 0;
    for (;;) {
      const found = await bulkOrders.listRejections(context.tenantId, bulkOrderId, { afterRow, limit: batch });
      const last = found.at(-1);
      if (last === undefined) return;
      yield found;
      afterRow = last.row;
    }
  };
