import type { BulkOrderId, TenantId } from './ids.js';

/** Work to do: wakes a worker up; what is true stands in the repo. */
export interface Job {
  readonly schemaVersion: 1;
  readonly kind: 'process_bulk_order';
  readonly tenantId: TenantId;
  readonly bulkOrderId: BulkOrderId;
}
