import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SqliteDatabase, SqliteInventoryGateway } from '../src/sqlite/index.js';
import { gathered } from './gathered.js';
import { openDatabases } from './open-databases.js';

let database: SqliteDatabase;
let close: () => Promise<void>;
let inventory: SqliteInventoryGateway;

beforeEach(async () => {
  ({ database, close } = await openDatabases());
  inventory = new SqliteInventoryGateway(database);
});

afterEach(() => close());

const pair = { skuId: 'sku-1', hubId: 'hub-1' };
const delivery = { sha256: 'a'.repeat(64) };

test('a delivery is added once per tenant, content and reference', async () => {
  const lines = [
    { ...pair, quantity: 5 },
    { ...pair, quantity: 2 },
  ];
  expect(await inventory.deliver('tenant-1', delivery, lines)).toEqual({ applied: true, pairs: [pair] });
  expect(await inventory.deliver('tenant-1', delivery, lines)).toEqual({ applied: false, pairs: [pair] });
  expect(await inventory.stockOf('tenant-1', pair)).toBe(7);
  await inventory.deliver('tenant-1', { ...delivery, reference: 'again' }, lines);
  expect(await inventory.stockOf('tenant-1', pair)).toBe(14);
  expect(await inventory.stockOf('tenant-2', pair)).toBeUndefined();
  expect((await inventory.deliver('tenant-2', delivery, lines)).applied).toBe(true);
});

test('concurrent deliveries of one content are added once', async () => {
  const calls = Array.from({ length: 5 }, () => inventory.deliver('tenant-1', delivery, [{ ...pair, quantity: 3 }]));
  expect((await Promise.all(calls)).filter(({ applied }) => applied)).toHaveLength(1);
  expect(await inventory.stockOf('tenant-1', pair)).toBe(3);
});

test('the stock of a tenant is listed by hub and SKU, whatever its size', async () => {
  const lines = Array.from({ length: 2_500 }, (_, n) => ({ skuId: `sku-${n}`, hubId: `hub-${n % 3}`, quantity: n }));
  await inventory.deliver('tenant-1', delivery, lines);
  await inventory.deliver('tenant-2', delivery, [{ ...pair, quantity: 1 }]);
  const listed = (await gathered(inventory.stock('tenant-1'))).flat();
  expect(listed).toHaveLength(2_500);
  expect(listed[0]).toEqual({ skuId: 'sku-0', hubId: 'hub-0', quantity: 0 });
  expect(new Set(listed.map(({ skuId }) => skuId)).size).toBe(2_500);
  expect(await gathered(inventory.stock('tenant-3'))).toEqual([]);
});

test('a claim whose write cannot begin is not attempted; a release is not done', async () => {
  await inventory.deliver('tenant-1', delivery, [{ ...pair, quantity: 3 }]);
  await database.close();
  const [claimed] = await inventory.claim('tenant-1', [{ orderId: 'order-1', lines: [{ ...pair, quantity: 1 }] }]);
  expect(claimed).toMatchObject({ answer: 'not_attempted' });
  expect(await inventory.release('tenant-1', ['order-1'])).toMatchObject([{ answer: 'not_released' }]);
});
