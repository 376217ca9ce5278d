import { compact } from './compact.js';
import type { CsvColumn, CsvHeader } from './csv-header.js';
import type { ReadRow, UnreadableRow } from './csv-record.js';
import { isCurrency } from './currency.js';
import { idRule, isId, isOrderId, type SellerId, type TenantId } from './ids.js';
import { normalisePrice } from './money.js';
import type { OrderLine } from './order.js';
import { parseQuantity } from './quantity.js';
import type { Rejection } from './rejection.js';

/** What a file's rows are read against. */
export interface CsvRules {
  readonly header: CsvHeader;
  readonly tenantId: TenantId;
  /** The seller of rows without a seller of their own. */
  readonly sellerId?: SellerId;
}

/** A row that keeps every rule that can be seen in the row alone. */
export interface GoodRow {
  readonly kind: 'good';
  readonly row: number;
  readonly cells: readonly string[];
  /** Absent: the row is an order of its own. */
  readonly orderId?: string;
  readonly sellerId: SellerId;
  readonly line: OrderLine;
}

/** A row that breaks a rule. */
interface BadRow {
  readonly kind: 'bad';
  readonly row: number;
  readonly cells: readonly string[];
  /** The order to which it belongs, as far as that can be read. */
  readonly orderId?: string;
  readonly rejection: Rejection;
}

export type ParsedRow = GoodRow | BadRow;

/** True when the row's cells cannot be told apart, so that it may belong to the order around it. */
export const isGarbled = (row: ParsedRow): boolean =>
  row.kind === 'bad' && (row.rejection.code === 'malformed_row' || row.rejection.code === 'record_too_long');

type Complaint = Pick<Rejection, 'column' | 'code' | 'message'>;

/** Reads one row. Pure. */
export const parseRow = (rules: CsvRules, row: ReadRow | UnreadableRow): ParsedRow => {
  if (row.kind === 'unreadable') {
    return bad(row.row, [row.text], guessOrderId(rules.header, row.text.replaceAll('"', '').split(',')), row);
  }
  const cell = cellReader(rules, row.cells);
  const orderId = cell('order_id') === '' ? undefined : cell('order_id');
  const complaint = shapeComplaint(rules, row.cells) ?? valueComplaint(rules, cell);
  if (complaint !== undefined) return bad(row.row, row.cells, guessOrderId(rules.header, row.cells), complaint);
  return compact({
    kind: 'good' as const,
    row: row.row,
    cells: row.cells,
    orderId,
    sellerId: cell('seller_id'),
    line: lineOf(cell),
  });
};

type CellReader = (column: CsvColumn) => string;

const cellReader =
  (rules: CsvRules, cells: readonly string[]): CellReader =>
  (column) => {
    const at = rules.header.index[column];
    const text = at === undefined ? '' : (cells[at] ?? '');
    return column === 'seller_id' && text === '' ? (rules.sellerId ?? '') : text;
  };

const lineOf = (cell: CellReader): OrderLine => {
  const line: { -readonly [K in keyof OrderLine]: OrderLine[K] } = {
    skuId: cell('sku_id'),
    hubId: cell('hub_id'),
    quantity: parseQuantity(cell('quantity')) as number,
  };
  const price = cell('price');
  if (price !== '') line.unitPrice = normalisePrice(price) as string;
  const currency = cell('currency');
  if (currency !== '') line.currency = currency;
  return line;
};

const bad = (row: number, cells: readonly string[], orderId: string | undefined, complaint: Complaint): BadRow => {
  const { column, code, message } = complaint;
  return compact({
    kind: 'bad' as const,
    row,
    cells,
    orderId,
    rejection: compact({ row, column, code, message, cells }),
  });
};

const guessOrderId = (header: CsvHeader, cells: readonly string[]): string | undefined => {
  const at = header.index.order_id;
  const guess = at === undefined ? undefined : cells[at];
  return guess !== undefined && isOrderId(guess) ? guess : undefined;
};

const shapeComplaint = ({ header }: CsvRules, cells: readonly string[]): Complaint | undefined => {
  const expected = header.cells.length;
  if (cells.length === expected || (cells.length > expected && cells.slice(expected).every((cell) => cell === ''))) {
    return undefined;
  }
  return {
    code: 'malformed_row',
    message: `The row has ${cells.length} cells where the header has ${expected}; check its commas and quotes.`,
  };
};

const valueComplaint = (rules: CsvRules, cell: CellReader): Complaint | undefined =>
  tenantComplaint(rules, cell) ?? idComplaint(cell) ?? quantityComplaint(cell) ?? moneyComplaint(cell);

const tenantComplaint = (rules: CsvRules, cell: CellReader): Complaint | undefined => {
  if (rules.header.index.tenant_id === undefined || cell('tenant_id') === rules.tenantId) return undefined;
  return {
    column: 'tenant_id',
    code: 'foreign_tenant',
    message: 'The row names another tenant than the request; leave the column out or send it as that tenant.',
  };
};

const idComplaint = (cell: CellReader): Complaint | undefined => {
  const orderId = cell('order_id');
  if (orderId !== '' && !isOrderId(orderId)) {
    return {
      column: 'order_id',
      code: 'invalid_id',
      message: `An order id is ${idRule}; bulkorder and counts are reserved.`,
    };
  }
  for (const column of ['seller_id', 'sku_id', 'hub_id'] as const) {
    const value = cell(column);
    if (value === '') return { column, code: 'missing_value', message: `${column} is empty; every row needs one.` };
    if (!isId(value)) return { column, code: 'invalid_id', message: `${column} is ${idRule}.` };
  }
  return undefined;
};

const quantityComplaint = (cell: CellReader): Complaint | undefined => {
  const column = 'quantity';
  if (cell(column) === '') return { column, code: 'missing_value', message: 'quantity is empty; every row needs one.' };
  if (parseQuantity(cell(column)) !== undefined) return undefined;
  return { column, code: 'invalid_quantity', message: 'quantity is a whole number from 1 to 1000000, digits only.' };
};

const moneyComplaint = (cell: CellReader): Complaint | undefined => {
  if (cell('price') !== '' && normalisePrice(cell('price')) === undefined) {
    return {
      column: 'price',
      code: 'invalid_price',
      message: 'price is a decimal such as 10.50, with at most 4 decimals.',
    };
  }
  if (cell('currency') !== '' && !isCurrency(cell('currency'))) {
    return { column: 'currency', code: 'invalid_currency', message: 'currency is an ISO 4217 code such as EUR.' };
  }
  return undefined;
};
