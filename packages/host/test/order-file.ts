import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const tool = (name: string): string =>
  fileURLToPath(new URL(`../../../tools/generate-orders/${name}.mjs`, import.meta.url));

interface ExpectedLine {
  readonly skuId: string;
  readonly hubId: string;
  readonly quantity: number;
  readonly unitPrice: number;
}

/** An order that a file must become, by the number of its first row. */
export interface ExpectedOrder {
  /** Absent when the row names none. */
  readonly orderId?: string;
  readonly sellerId: string;
  readonly lines: readonly ExpectedLine[];
}

/** A generated file with what must become of it. */
export interface OrderFile {
  readonly name: string;
  readonly sha256: string;
  readonly rows: number;
  readonly orders: ReadonlyMap<number, ExpectedOrder>;
  /** Code by row. */
  readonly rejections: ReadonlyMap<number, string>;
  readonly stockName: string;
  readonly stock: ReadonlyMap<string, number>;
}

export interface FileOptions {
  readonly seed: number;
  readonly rows?: number;
  readonly name?: string;
}

interface Group {
  readonly text: string;
  readonly rows: number;
  readonly isOrder: boolean;
}

type Generate = (options: { rows: number; seed: number; faultRate: number }) => Iterable<Group>;

const faultRate = 0.01;

/** Writes the generator's file, and a stock file with too little for about a tenth of what is ordered. */
export const makeOrderFile = async (folder: string, options: FileOptions): Promise<OrderFile> => {
  const { seed, rows = 3_000, name = `orders-${seed}.csv` } = options;
  const path = join(folder, name);
  const settings = ['--rows', `${rows}`, '--seed', `${seed}`, '--fault-rate', `${faultRate}`];
  await promisify(execFile)(process.execPath, [tool('main'), ...settings, '--out', path]);
  const { generate } = (await import(tool('generate'))) as { generate: Generate };
  const groups = [...generate({ rows, seed, faultRate })];
  const orders = ordersOf(groups);
  const stockName = `${name}.stock.csv`;
  const stock = stockFor(orders.values(), join(folder, stockName));
  writeFileSync(join(folder, stockName), stockText(stock));
  return {
    name,
    sha256: createHash('sha256').update(readFileSync(path)).digest('hex'),
    rows: groups.reduce((sum, group) => sum + group.rows, 0),
    orders,
    rejections: faultsOf(`${path}.faults.csv`),
    stockName,
    stock,
  };
};

const ordersOf = (groups: readonly Group[]): ReadonlyMap<number, ExpectedOrder> => {
  const orders = new Map<number, ExpectedOrder>();
  let row = 2;
  for (const group of groups) {
    if (group.isOrder) orders.set(row, orderOf(group.text.trimEnd().split('\n')));
    row += group.rows;
  }
  return orders;
};

const orderOf = (rows: readonly string[]): ExpectedOrder => {
  const cells = rows.map((row) => row.split(','));
  const [orderId = '', , , sellerId = ''] = cells[0] ?? [];
  const lines = cells.map(([, skuId = '', quantity, , hubId = '', unitPrice]) => ({
    skuId,
    hubId,
    quantity: Number(quantity),
    unitPrice: Number(unitPrice),
  }));
  return orderId === '' ? { sellerId, lines } : { orderId, sellerId, lines };
};

export const pairOf = ({ hubId, skuId }: { readonly hubId: string; readonly skuId: string }): string =>
  `${hubId},${skuId}`;

/** The generator's stock, but of every eleventh item that is ordered one unit less than is wanted. */
const stockFor = (orders: Iterable<ExpectedOrder>, path: string): ReadonlyMap<string, number> => {
  const wanted = new Map<string, number>();
  for (const { lines } of orders) {
    for (const line of lines) wanted.set(pairOf(line), (wanted.get(pairOf(line)) ?? 0) + line.quantity);
  }
  const scarce = [...wanted].filter((_, index) => index % 11 === 0).map(([pair, units]) => [pair, units - 1] as const);
  const stock = new Map(
    cellsOf(path).map(([hubId = '', skuId = '', units]) => [pairOf({ hubId, skuId }), Number(units)]),
  );
  for (const [pair, units] of scarce) stock.set(pair, units);
  return stock;
};

const stockText = (stock: ReadonlyMap<string, number>): string =>
  `hub_id,sku_id,quantity\n${[...stock].map(([pair, quantity]) => `${pair},${quantity}\n`).join('')}`;

const faultsOf = (path: string): ReadonlyMap<number, string> =>
  new Map(cellsOf(path).map(([row, code = '']) => [Number(row), code] as const));

/** The data of a file without quotes. */
const cellsOf = (path: string): readonly (readonly string[])[] => {
  const [, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line) => line.split(','));
};
