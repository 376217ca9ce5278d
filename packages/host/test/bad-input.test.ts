import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import { makeOrderFile } from './order-file.js';
import { type Ended, runOms } from './run-oms.js';
import { temporaryFolder } from './temporary-folder.js';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const header = 'order_id,sku_id,quantity,seller_id,hub_id';
const png = Buffer.from('89504e470d0a1a0a0000000d49484452000001000000010008060000005c72a866ff00fe', 'hex');

const importOf = (folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runOms(['import', ...args, '--tenant', 'acme'], { folder, env });

/** Status 2, one line on stderr and nothing on stdout. */
const expectRefusal = ({ status, stdout, complaints }: Ended, line: string | RegExp): void => {
  expect({ status, stdout, lines: complaints.length }, complaints.join('\n')).toEqual({
    status: 2,
    stdout: '',
    lines: 1,
  });
  if (typeof line === 'string') expect(complaints[0]).toBe(line);
  else expect(complaints[0]).toMatch(line);
};

const ordersIn = (folder: string): number => {
  const path = join(folder, 'data', 'oms.db');
  if (!existsSync(path)) return 0;
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return Number(database.prepare('SELECT count(*) AS n FROM orders').get()?.n);
  } finally {
    database.close();
  }
};

const columns = 'it needs sku_id, quantity, seller_id, hub_id and may have order_id, price, currency.';

test.each([
  ['is empty', '', 'oms: bad.csv is empty; it needs a header and at least one row. (empty_file)'],
  ['has a header alone', `${header}\n`, 'oms: bad.csv has no rows after its header. (no_rows)'],
  [
    'lacks a column',
    'order_id,quantity,seller_id,hub_id\nA-1,1,s,h\n',
    `oms: bad.csv: The header has no column sku_id; ${columns} (missing_column)`,
  ],
  [
    'has a column twice',
    `${header},sku_id\nA-1,k,1,s,h,k\n`,
    'oms: bad.csv: The column sku_id stands twice in the header; keep one. (repeated_column)',
  ],
  [
    'is a picture',
    png,
    'oms: bad.csv: Row 1 holds bytes that are not UTF-8; save the file as CSV UTF-8 and send it again. (not_utf8)',
  ],
])('a file that %s is refused with its fault and nothing of it is stored', async (_fault, content, line) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'bad.csv'), content);
  expectRefusal(await importOf(folder, ['bad.csv']), line);
  expect(ordersIn(folder)).toBe(0);
});

test('a file that is not there is named before anything is made', async () => {
  const folder = temporaryFolder();
  expectRefusal(await importOf(folder, ['none.csv']), 'oms: none.csv does not exist. (unreadable_file)');
  expect(existsSync(join(folder, 'data'))).toBe(false);
});

test('a folder is no file', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'orders.csv'));
  expectRefusal(await importOf(folder, ['orders.csv']), 'oms: orders.csv is a folder; name a CSV file. (not_a_file)');
});

test('bytes that are not UTF-8 end an import there, and the orders before them stay', async () => {
  const folder = temporaryFolder();
  const file = await makeOrderFile(folder, { seed: 81, rows: 1_000 });
  const lines = readFileSync(join(folder, file.name), 'latin1').split('\n');
  lines.splice(700, 0, 'ORD-BAD,SKU-00001,1,seller-\xff,hub-1,1,EUR');
  writeFileSync(join(folder, 'torn.csv'), lines.join('\n'), 'latin1');
  const ended = await importOf(folder, ['torn.csv', '--stock', file.stockName]);
  expectRefusal(ended, /^oms: torn\.csv: Row 701 holds bytes that are not UTF-8; .+ \(not_utf8\)$/);
  expect(ordersIn(folder)).toBeGreaterThan(100);
  expect(ordersIn(folder)).toBeLessThan(file.orders.size);
});

test.each([
  ['is a file', 'taken', /^oms: taken\/oms\.db: .*(folder|opened).* \(database_not_writable\)$/],
  [
    'is below a file',
    'taken/below',
    'oms: taken/below/oms.db: the folder of the database cannot be created there. ' +
      'Name another, or make it yourself. (database_not_writable)',
  ],
])('a data folder that %s is refused by its path', async (_fault, dataDir, line) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'taken'), '');
  const file = await makeOrderFile(folder, { seed: 82, rows: 300 });
  expectRefusal(await importOf(folder, [file.name], { OMS_DATA_DIR: dataDir }), line);
});

test.runIf(process.platform === 'linux')('a data folder where none can be made does not hang the command', async () => {
  const folder = temporaryFolder();
  const file = await makeOrderFile(folder, { seed: 82, rows: 300 });
  const ended = await importOf(folder, [file.name], { OMS_DATA_DIR: '/proc/none' });
  expectRefusal(ended, /^oms: \/proc\/none\/oms\.db: .+ \(database_not_writable\)$/);
});

test('a database of a newer release is named and left as it is', async () => {
  const folder = temporaryFolder();
  const file = await makeOrderFile(folder, { seed: 83, rows: 300 });
  expect((await importOf(folder, [file.name, '--stock', file.stockName])).status).toBe(0);
  const path = join(folder, 'data', 'oms.db');
  const database = new DatabaseSync(path);
  database.exec('PRAGMA user_version = 999');
  database.close();
  const before = ordersIn(folder);
  expectRefusal(
    await importOf(folder, [file.name]),
    /^oms: data\/oms\.db: The database has schema version 999; .+ Start the newer release .+ \(newer_schema\)$/,
  );
  expect(ordersIn(folder)).toBe(before);
});

test('a file in place of the database is named and left as it is', async () => {
  const folder = temporaryFolder();
  const file = await makeOrderFile(folder, { seed: 84, rows: 300 });
  const path = join(folder, 'data', 'oms.db');
  mkdirSync(join(folder, 'data'));
  writeFileSync(path, 'not a database '.repeat(200));
  expectRefusal(
    await importOf(folder, [file.name]),
    'oms: data/oms.db: The file is not a SQLite database: nothing was changed. ' +
      'Name another path, or move the file away. (not_a_database)',
  );
  expect(readFileSync(path, 'utf8')).toBe('not a database '.repeat(200));
});
