import { compact } from './compact.js';
import { type GoodRow, isGarbled, type ParsedRow } from './csv-row.js';
import { maxLinesPerOrder } from './order-limits.js';
import { type RowFault, type RowGroup, refuseRows, sentRow } from './row-group.js';
import type { SeenIds } from './seen-ids.js';

/**
 * Makes orders of consecutive rows with one order id. Pure but for the ids it has seen: rows in, groups out, in order.
 * A row without an order id is a group of its own. An unreadable row between two rows of one order belongs to it.
 */
export class RowGrouper {
  readonly #seen: SeenIds;
  #orderId: string | undefined;
  #rows: ParsedRow[] = [];
  /** Unreadable rows since the last row of the open order: whose they are shows with the next row. */
  #stray: ParsedRow[] = [];
  #isSplit = false;
  /** Set once the open order has too many lines: its rows are refused as they come, to hold no more of them. */
  #overflow: RowFault | undefined;

  constructor(seen: SeenIds) {
    this.#seen = seen;
  }

  /** The groups that this row completes. */
  push(row: ParsedRow): RowGroup[] {
    if (row.orderId === undefined) return this.#pushNameless(row);
    if (row.orderId === this.#orderId) return this.#pushNext(row);
    const done = this.end();
    this.#orderId = row.orderId;
    this.#isSplit = !this.#seen.add(row.orderId);
    this.#rows = [row];
    return done;
  }

  /** The groups that are still open. */
  end(): RowGroup[] {
    const groups = this.#rows.length === 0 ? [] : [this.#close(this.#rows)];
    const stray = this.#stray.map((row) => this.#close([row], false));
    this.#orderId = undefined;
    this.#rows = [];
    this.#stray = [];
    this.#overflow = undefined;
    return [...groups, ...stray];
  }

  #pushNameless(row: ParsedRow): RowGroup[] {
    if (isGarbled(row) && this.#orderId !== undefined) {
      this.#stray.push(row);
      return this.#stray.length > maxLinesPerOrder ? this.end() : [];
    }
    return [...this.end(), this.#close([row], false)];
  }

  #pushNext(row: ParsedRow): RowGroup[] {
    this.#rows.push(...this.#stray, row);
    this.#stray = [];
    if (this.#rows.length <= maxLinesPerOrder && this.#overflow === undefined) return [];
    this.#overflow ??= overflowOf(this.#rows[maxLinesPerOrder] as ParsedRow);
    const rows = this.#rows;
    this.#rows = [];
    return [this.#close(rows)];
  }

  #close(rows: readonly ParsedRow[], isSplit = this.#isSplit): RowGroup {
    const faults = this.#faultsOf(rows, isSplit);
    if (faults.length > 0) {
      return { kind: 'refused', rows: rows.map(sentRow), rejections: refuseRows(rows.map(sentRow), faults) };
    }
    const good = rows as readonly GoodRow[];
    const { orderId, sellerId } = good[0] as GoodRow;
    return compact({
      kind: 'order' as const,
      orderId,
      sellerId,
      lines: good.map((row) => row.line),
      rows: good.map(sentRow),
    });
  }

  #faultsOf(rows: readonly ParsedRow[], isSplit: boolean): RowFault[] {
    const own = rows.flatMap((row) => (row.kind === 'bad' ? [row.rejection] : []));
    if (isSplit) return rows.map((row) => (row.kind === 'bad' ? row.rejection : splitOf(row)));
    if (this.#overflow !== undefined) return [this.#overflow, ...own];
    return own.length > 0 ? own : mixedSellers(rows as readonly GoodRow[]);
  }
}

const splitOf = ({ row }: ParsedRow): RowFault => ({
  row,
  column: 'order_id',
  code: 'split_order',
  message: 'The order id was used earlier in this file; keep the rows of one order together.',
});

const overflowOf = ({ row }: ParsedRow): RowFault => ({
  row,
  column: 'order_id',
  code: 'too_many_lines',
  message: `An order has at most ${maxLinesPerOrder} lines; split it into several orders.`,
});

const mixedSellers = (rows: readonly GoodRow[]): RowFault[] => {
  const seller = (rows[0] as GoodRow).sellerId;
  return rows
    .filter((row) => row.sellerId !== seller)
    .map(({ row }) => ({
      row,
      column: 'seller_id',
      code: 'mixed_sellers',
      message: `The order's first row names the seller ${seller}; all rows of an order name the same.`,
    }));
};
