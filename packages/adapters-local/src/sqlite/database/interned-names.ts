import type { BulkOrderId, TenantId } from '@oms/core';

/** Keys under which `InternedKeys` numbers them. */
export const tenantKey = (tenantId: TenantId): string => JSON.stringify([tenantId]);

export const bulkKey = (tenantId: TenantId, bulkOrderId: BulkOrderId): string =>
  JSON.stringify([tenantId, bulkOrderId]);
