import type { BulkOrder } from '../domain/bulk-order.js';
import { compact } from '../domain/compact.js';
import { orderIdOfRow } from '../domain/derived-order-id.js';
import { fingerprintOf } from '../domain/fingerprint.js';
import type { Order } from '../domain/order.js';
import type { OrderRows, RowFault, SentRow } from '../domain/row-group.js';
import { pairKey } from '../domain/stock-line.js';

/** An order of the file that keeps every rule that the file alone shows. */
export interface Candidate {
  readonly group: OrderRows;
  readonly orderId: string;
}

/** What becomes of a candidate. */
export type Verdict =
  | { readonly outcome: 'created' | 'unchanged' }
  | { readonly outcome: 'refused'; readonly faults: readonly RowFault[] };

export const candidateOf = ({ tenantId, file, reference }: BulkOrder, group: OrderRows): Candidate => {
  const { row } = group.rows[0] as SentRow;
  return {
    group,
    orderId: group.orderId ?? orderIdOfRow(compact({ tenantId, fileSha256: file.sha256, reference, row })),
  };
};

export const contentOfRows = ({ group }: Candidate) => ({ sellerId: group.sellerId, lines: group.lines });

export const verdictOfNew = ({ group }: Candidate, unknown: ReadonlySet<string>): Verdict => {
  const faults = group.lines.flatMap((line, index): RowFault[] =>
    unknown.has(pairKey(line)) ? [unknownItem(group.rows[index] as SentRow, line.skuId, line.hubId)] : [],
  );
  return faults.length === 0 ? { outcome: 'created' } : { outcome: 'refused', faults };
};

export const verdictOfStored = (bulkOrder: BulkOrder, candidate: Candidate, stored: Order): Verdict =>
  stored.fingerprint === fingerprintOf(contentOfRows(candidate))
    ? { outcome: isOwn(bulkOrder, stored) ? 'created' : 'unchanged' }
    : refusedForConflict(candidate);

export const isOwn = (bulkOrder: BulkOrder, { source }: Order): boolean =>
  source.kind === 'bulk' && source.bulkOrderId === bulkOrder.bulkOrderId;

const unknownItem = ({ row }: SentRow, skuId: string, hubId: string): RowFault => ({
  row,
  column: 'sku_id',
  code: 'unknown_item',
  message: `The inventory knows no ${skuId} at ${hubId}.`,
});

export const refusedForConflict = ({ group, orderId }: Candidate): Verdict => ({
  outcome: 'refused',
  faults: [
    {
      row: (group.rows[0] as SentRow).row,
      column: 'order_id',
      code: 'order_conflict',
      message: `The order ${orderId} exists with other content; nothing was changed.`,
    },
  ],
});
