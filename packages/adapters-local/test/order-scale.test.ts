import { anInsert } from '@oms/core/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Connection } from '../src/sqlite/database/connection.js';
import { HashIndex } from '../src/sqlite/database/hash-index.js';
import { keyHash } from '../src/sqlite/database/key-hash.js';
import { type SqliteDatabase, SqliteOrderRepo } from '../src/sqlite/index.js';
import { openDatabases } from './open-databases.js';

let database: SqliteDatabase;
let close: () => Promise<void>;

beforeEach(async () => {
  ({ database, close } = await openDatabases());
});

afterEach(() => close());

/** The first two order ids, counted up, whose keys share a hash. */
const collidingIds = (): readonly [string, string] => {
  const seen = new Map<number, string>();
  for (let n = 0; ; n += 1) {
    const orderId = `order-${n}`;
    const hash = keyHash(JSON.stringify(['tenant-1', orderId]));
    const other = seen.get(hash);
    if (other !== undefined) return [other, orderId];
    seen.set(hash, orderId);
  }
};

test('orders whose keys share a hash are told apart', async () => {
  const repo = new SqliteOrderRepo(database);
  const ids = collidingIds();
  const answers = await repo.insertMany(
    'tenant-1',
    ids.map((orderId) => anInsert({ orderId })),
  );
  expect(answers.map(({ answer }) => answer)).toEqual(['created', 'created']);
  const stored = await repo.getMany('tenant-1', ids);
  expect(stored.map((order) => order?.orderId)).toEqual(ids);
});

test('keys are found before and after the recent ones are merged', () => {
  const connection = new Connection(':memory:');
  for (const table of ['order_keys', 'order_keys_recent']) {
    connection.exec(`CREATE TABLE ${table} (key_hash, row_no, PRIMARY KEY (key_hash, row_no)) WITHOUT ROWID`);
  }
  const index = new HashIndex('order_keys');
  const count = 40_000;
  for (let n = 0; n < count; n += 1) index.add(connection, n % 30_000, n);
  const merged = connection.get<{ count: number }>('SELECT count(*) AS count FROM order_keys');
  expect(merged?.count).toBeGreaterThan(30_000);
  const rows: number[] = [];
  index.find(connection, 9_999, (rowNo) => {
    rows.push(rowNo);
    return undefined;
  });
  expect(rows.sort((a, b) => a - b)).toEqual([9_999, 39_999]);
  expect(index.find(connection, 9_999, (rowNo) => (rowNo === 9_999 ? 'found' : undefined))).toBe('found');
  connection.close();
});

test('a call with more orders than fit in one slice answers in order, and finds what it stored', async () => {
  const repo = new SqliteOrderRepo(database);
  const ids = Array.from({ length: 1_300 }, (_, n) => `order-${n}`);
  const writes = [...ids, 'order-3'].map((orderId) => anInsert({ orderId }));
  const answers = await repo.insertMany('tenant-1', writes);
  expect(answers.map(({ order }) => order.orderId)).toEqual([...ids, 'order-3']);
  expect(answers.at(-1)?.answer).toBe('unchanged');
  expect((await repo.getMany('tenant-1', ids)).map((order) => order?.orderId)).toEqual(ids);
  const ofSeller = await repo.list('tenant-1', { sellerId: 'seller-1', skuId: 'sku-1' }, { limit: 200 });
  expect(ofSeller).toHaveLength(200);
  expect(await repo.count('tenant-1', { sellerId: 'seller-1' })).toMatchObject({ status: { on_hold: 1_300 } });
});

test('a read sees nothing of a write that is not committed', async () => {
  const repo = new SqliteOrderRepo(database);
  const writes = Array.from({ length: 400 }, (_, n) => anInsert({ orderId: `order-${n}` }));
  const inserted = repo.insertMany('tenant-1', writes);
  let isResolved = false;
  const resolved = inserted.then(() => (isResolved = true));
  while (!isResolved) {
    const [first, last] = await repo.getMany('tenant-1', ['order-0', 'order-399']);
    expect(first === undefined).toBe(last === undefined);
  }
  await resolved;
});
