import type { ParsedRow } from './csv-row.js';
import type { SellerId } from './ids.js';
import type { OrderLine } from './order.js';
import type { Rejection, RejectionCode } from './rejection.js';

/** A row as sent. */
export interface SentRow {
  readonly row: number;
  readonly cells: readonly string[];
}

/** The rows of one order that could be stored. */
export interface OrderRows {
  readonly kind: 'order';
  /** Absent: derived from file and row. */
  readonly orderId?: string;
  readonly sellerId: SellerId;
  readonly lines: readonly OrderLine[];
  readonly rows: readonly SentRow[];
}

/** Rows that are refused, whatever the stores say. */
interface RefusedRows {
  readonly kind: 'refused';
  readonly rows: readonly SentRow[];
  readonly rejections: readonly Rejection[];
}

/** Consecutive rows that stand or fall together. */
export type RowGroup = OrderRows | RefusedRows;

export const lastRowOf = (group: RowGroup): number => (group.rows.at(-1) as SentRow).row;

/** Why one row of an order is refused. */
export interface RowFault {
  readonly row: number;
  readonly column?: string;
  readonly code: RejectionCode;
  readonly message: string;
}

/** Refuses an order whole: the rows at fault with their reasons, its other rows as `order_refused` naming the first. */
export const refuseRows = (rows: readonly SentRow[], faults: readonly RowFault[]): readonly Rejection[] => {
  const byRow = new Map(faults.map((fault) => [fault.row, fault]));
  const first = faults[0] as RowFault;
  return rows.map(({ row, cells }) => ({ ...(byRow.get(row) ?? companionFault(row, first)), cells }));
};

const companionFault = (row: number, fault: RowFault): RowFault => ({
  row,
  code: 'order_refused',
  message: `Row ${fault.row} of the same order is refused (${fault.code}); an order is accepted or refused whole.`,
});

export const sentRow = ({ row, cells }: ParsedRow): SentRow => ({ row, cells });
