import { type BulkOrder, noProgress } from '../domain/bulk-order.js';
import type { Rejection } from '../domain/rejection.js';
import { t0 } from './order-fixtures.js';

const file = {
  address: 's3://bucket-1/tenant-1/1-orders.csv',
  name: 'orders.csv',
  etag: 'etag-1',
  sizeBytes: 1_234,
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
};

/** A bulk order as it is submitted; default: `bulk-1` of `tenant-1`, at `t0`. */
export const aBulkOrder = (parts: Partial<BulkOrder> = {}): BulkOrder => ({
  schemaVersion: 1,
  tenantId: 'tenant-1',
  bulkOrderId: 'bulk-1',
  file,
  dryRun: false,
  actor: 'contract',
  state: 'accepted',
  progress: noProgress,
  attempts: 0,
  submittedAt: t0,
  updatedAt: t0,
  ...parts,
});

/** A bulk order's file with other content. */
export const aFile = (sha256: string): BulkOrder['file'] => ({ ...file, sha256, etag: `etag-${sha256}` });

/** A rejected row. */
export const aRejection = (row: number, parts: Partial<Rejection> = {}): Rejection => ({
  row,
  column: 'quantity',
  code: 'invalid_quantity',
  message: 'quantity is a whole number from 1 to 1000000, digits only.',
  cells: ['order-1', 'sku-1', 'many'],
  ...parts,
});
