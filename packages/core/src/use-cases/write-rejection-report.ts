import type { BulkOrder } from '../domain/bulk-order.js';
import type { BulkDeps } from './deps.js';
import { listRejections } from './list-rejections.js';

/** `invalid_orders_<when it was submitted>-<short id>.csv`: the same name however often the report is written. */
export const reportNameOf = ({ submittedAt, bulkOrderId }: Pick<BulkOrder, 'submittedAt' | 'bulkOrderId'>): string => {
  const timestamp = new Date(submittedAt).toISOString().replace(/[-:]|\.\d+/g, '');
  return `invalid_orders_${timestamp}-${bulkOrderId.slice(-8)}.csv`;
};

/** Writes the report of a bulk order's rejections into the file store; resolves with its address when it is durable. */
export const writeRejectionReport =
  (deps: Pick<BulkDeps, 'bulkOrders' | 'files' | 'rejections'>) =>
  async (bulkOrder: BulkOrder, header: readonly string[]): Promise<string> => {
    const { tenantId, bulkOrderId, actor } = bulkOrder;
    const rejected = listRejections(deps)({ tenantId, actor, requestId: bulkOrderId }, { bulkOrderId });
    const report = await deps.files.put(tenantId, reportNameOf(bulkOrder), deps.rejections.write(header, rejected));
    return report.address;
  };
