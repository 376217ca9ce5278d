import type { OrderId, TenantId } from './ids.js';
import { uuidV5 } from './uuid-v5.js';

export interface RowIdentity {
  readonly tenantId: TenantId;
  /** Lower-case hex. */
  readonly fileSha256: string;
  /** Tells two deliberate submissions of one file apart. */
  readonly reference?: string;
  readonly row: number;
}

/** The order id of a row that names none: the same row of the same file is the same order, whenever it is sent. */
export const orderIdOfRow = ({ tenantId, fileSha256, reference, row }: RowIdentity): OrderId =>
  uuidV5([tenantId, fileSha256, reference ?? null, row]);

/** The order id of a request that names none but carries an Idempotency-Key. */
export const orderIdOfKey = (tenantId: TenantId, idempotencyKey: string): OrderId => uuidV5([tenantId, idempotencyKey]);
