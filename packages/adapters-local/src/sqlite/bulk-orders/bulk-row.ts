import { type BulkOrder, type BulkOrderId, isFinished, type TenantId } from '@oms/core';
import type { Connection } from '../database/connection.js';

export interface BulkRow {
  readonly bulk_no: number;
  readonly fence: number;
  readonly leased_until: number;
  readonly document: string;
}

const columns = 'bulk_no, fence, leased_until, document';

export const bulkOrderOf = ({ document }: Pick<BulkRow, 'document'>): BulkOrder => JSON.parse(document);

export const findBulkRow = (
  connection: Connection,
  tenantId: TenantId,
  bulkOrderId: BulkOrderId,
): BulkRow | undefined =>
  connection.get<BulkRow>(
    `SELECT ${columns} FROM bulk_orders WHERE tenant_id = ? AND bulk_order_id = ?`,
    tenantId,
    bulkOrderId,
  );

/** What changes of a row: everything else stays. */
export interface BulkChange {
  readonly bulkOrder: BulkOrder;
  readonly fence?: number;
  readonly leasedUntil?: number;
}

export const writeBulkRow = (connection: Connection, row: BulkRow, change: BulkChange): void => {
  const { bulkOrder, fence = row.fence, leasedUntil = row.leased_until } = change;
  connection.run(
    `UPDATE bulk_orders SET state = ?, is_finished = ?, fence = ?, leased_until = ?, document = ? WHERE bulk_no = ?`,
    bulkOrder.state,
    Number(isFinished(bulkOrder.state)),
    fence,
    leasedUntil,
    JSON.stringify(bulkOrder),
    row.bulk_no,
  );
};
