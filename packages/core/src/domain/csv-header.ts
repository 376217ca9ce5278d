import { OmsError } from '../errors.js';

export type CsvColumn =
  | 'order_id'
  | 'sku_id'
  | 'quantity'
  | 'seller_id'
  | 'hub_id'
  | 'price'
  | 'currency'
  | 'tenant_id';

const columns: readonly CsvColumn[] = [
  'order_id',
  'sku_id',
  'quantity',
  'seller_id',
  'hub_id',
  'price',
  'currency',
  'tenant_id',
];

const required: readonly CsvColumn[] = ['sku_id', 'quantity', 'seller_id', 'hub_id'];

/** Which cell of a row holds what. */
export interface CsvHeader {
  /** The header as sent. */
  readonly cells: readonly string[];
  readonly index: Readonly<Partial<Record<CsvColumn, number>>>;
}

const nameOf = (cell: string): string => cell.trim().toLowerCase().replaceAll('*', '');

/**
 * Reads a file's header: names in any order, trimmed, lower-cased, `*` removed; unknown columns are ignored. Throws
 * `invalid`: `missing_column` (`seller_id` may be missing when the request named the seller) or `repeated_column`.
 */
export const readHeader = (cells: readonly string[], hasSeller: boolean): CsvHeader => {
  const names = cells.map(nameOf);
  const index: Partial<Record<CsvColumn, number>> = {};
  for (const column of columns) {
    const at = names.indexOf(column);
    if (at === -1) continue;
    if (names.includes(column, at + 1)) {
      throw new OmsError('invalid', 'repeated_column', `The column ${column} stands twice in the header; keep one.`);
    }
    index[column] = at;
  }
  const missing = required.filter((column) => index[column] === undefined && !(column === 'seller_id' && hasSeller));
  if (missing.length > 0) {
    throw new OmsError(
      'invalid',
      'missing_column',
      `The header has no column ${missing.join(', ')}; it needs ${required.join(', ')} and may have order_id, price, currency.`,
    );
  }
  return { cells, index };
};
