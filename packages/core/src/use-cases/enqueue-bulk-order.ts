import type { BulkOrder } from '../domain/bulk-order.js';
import type { BulkDeps } from './deps.js';

/** Sends the bulk order's job, then says so in its state. A repeat is harmless: the repo decides who works on it. */
export const enqueueBulkOrder =
  ({ jobs, bulkOrders, clock, observer }: Pick<BulkDeps, 'jobs' | 'bulkOrders' | 'clock' | 'observer'>) =>
  async ({ tenantId, bulkOrderId }: BulkOrder): Promise<void> => {
    await jobs.send({ schemaVersion: 1, kind: 'process_bulk_order', tenantId, bulkOrderId });
    await bulkOrders.markQueued(tenantId, bulkOrderId, clock.now());
    observer.observe({ kind: 'bulk_enqueued', tenantId, bulkOrderId });
  };
