import type { OrderId, TenantId } from './ids.js';

/** Two tenants may use the same order id, and ids may hold any separator: so never a plain join. */
export const orderKey = (tenantId: TenantId, orderId: OrderId): string => JSON.stringify([tenantId, orderId]);
