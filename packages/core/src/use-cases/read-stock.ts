import { isId } from '../domain/ids.js';
import { OmsError } from '../errors.js';
import type { StockLine } from '../ports/inventory-gateway.js';
import type { RowReader } from '../ports/row-reader.js';

const columns = ['hub_id', 'sku_id', 'quantity'] as const;
const maxStock = 1_000_000_000;

/**
 * The lines of a stock file (`hub_id,sku_id,quantity`, any order of columns, others ignored). Throws `invalid` /
 * `invalid_stock` naming the first row at fault: a delivery is taken whole or not at all.
 */
export const readStock = async (rows: RowReader, bytes: AsyncIterable<Uint8Array>): Promise<readonly StockLine[]> => {
  const lines: StockLine[] = [];
  let index: readonly number[] | undefined;
  for await (const batch of rows.read(bytes)) {
    for (const row of batch) {
      if (row.kind === 'unreadable') throw refuse(row.row, row.message);
      if (index === undefined) index = headerIndex(row.cells);
      else
        lines.push(
          lineOf(
            row.row,
            index.map((at) => row.cells[at] ?? ''),
          ),
        );
    }
  }
  return lines;
};

const headerIndex = (cells: readonly string[]): readonly number[] => {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0) throw refuse(1, `the header has no column ${missing.join(', ')}`);
  return columns.map((column) => names.indexOf(column));
};

const lineOf = (row: number, [hubId = '', skuId = '', quantity = '']: readonly string[]): StockLine => {
  if (!isId(hubId)) throw refuse(row, 'hub_id is no id');
  if (!isId(skuId)) throw refuse(row, 'sku_id is no id');
  if (!/^\d{1,10}$/.test(quantity) || Number(quantity) > maxStock) {
    throw refuse(row, `quantity is a whole number from 0 to ${maxStock}`);
  }
  return { hubId, skuId, quantity: Number(quantity) };
};

const refuse = (row: number, what: string): OmsError =>
  new OmsError('invalid', 'invalid_stock', `Row ${row} of the stock file: ${what}. Nothing of it was loaded.`);
