import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@oms/core/contract';
import { expect, test } from 'vitest';
import { askApi } from './ask-api.js';
import { freePort } from './free-port.js';
import { runOms } from './run-oms.js';
import { startOms } from './start-oms.js';
import { temporaryFolder } from './temporary-folder.js';

const withinMs = 10_000;

const folderWithStock = async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'stock.csv'), 'hub_id,sku_id,quantity\nnorth,tea,10\n');
  await runOms(['stock', 'load', 'stock.csv', '--tenant', 'acme'], { folder });
  return folder;
};

const order = (order_id: string, quantity: number) => ({
  json: { order_id, seller_id: 's', sku_id: 'tea', hub_id: 'north', quantity },
});

/** The value of a metric; NaN where it is not there. */
const valueIn = (text: string, name: string): number =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length) ?? 'none',
  );

test('orders are counted by outcome and by what holds them', { timeout: 60_000 }, async () => {
  const oms = await startOms(['start'], { folder: await folderWithStock() });
  const post = (orderId: string, quantity: number) => askApi(`${oms.api}/orders`, order(orderId, quantity));
  const statuses = [await post('o-1', 1), await post('o-1', 1), await post('o-1', 2), await post('o-2', 99)];
  expect(statuses.map(({ status }) => status)).toEqual([201, 200, 409, 201]);
  await eventually(
    async () => {
      const { json: text } = await askApi(`${oms.ops}/metrics`);
      const value = (name: string) => valueIn(text, name);
      expect(value('oms_orders_stored_total{outcome="created"}')).toBe(2);
      expect(value('oms_orders_stored_total{outcome="unchanged"}')).toBe(1);
      expect(value('oms_orders_stored_total{outcome="conflict"}')).toBe(1);
      expect(value('oms_orders_confirmed_total')).toBe(1);
      expect(value('oms_orders_held_total{code="insufficient_stock"}')).toBe(1);
      expect(value('oms_claims_total{answer="insufficient"}')).toBe(1);
    },
    { withinMs },
  );
  await oms.end('SIGTERM');
});

test('what waits in the outbox, and since when, is told while the bus takes nothing', { timeout: 60_000 }, async () => {
  const folder = await folderWithStock();
  writeFileSync(
    join(folder, 'bus-that-fails.mjs'),
    `import { ContainerModule } from ${JSON.stringify(import.meta.resolve('inversify'))};
export default new ContainerModule(async ({ rebind }) => {
  (await rebind('events')).toConstantValue({ publish: async () => { throw new Error('down'); }, lag: async () => 0 });
});
`,
  );
  const oms = await startOms(['api'], {
    folder,
    env: { OMS_MODULES: './bus-that-fails.mjs', OMS_LOG_LEVEL: 'silent' },
  });
  for (const orderId of ['o-1', 'o-2', 'o-3']) await askApi(`${oms.api}/orders`, order(orderId, 1));
  await eventually(
    async () => {
      const { json: text } = await askApi(`${oms.ops}/metrics`);
      expect(valueIn(text, 'oms_outbox_orders')).toBe(3);
      expect(valueIn(text, 'oms_outbox_age_seconds')).toBeGreaterThan(0.5);
      expect(valueIn(text, 'oms_events_postponed_total')).toBe(3);
    },
    { withinMs },
  );
  await oms.end('SIGTERM');
});

test('a Redis that is away is told of, once in the log and by what was not found in it', {
  timeout: 60_000,
}, async () => {
  const port = await freePort();
  const env = { OMS_INVENTORY_CACHE: 'redis', OMS_REDIS_URL: `redis://:secret@127.0.0.1:${port}` };
  const oms = await startOms(['api'], { folder: await folderWithStock(), env });
  for (const orderId of ['o-1', 'o-2']) {
    expect((await askApi(`${oms.api}/orders`, order(orderId, 1))).status).toBe(201);
  }
  const { json: text } = await askApi(`${oms.ops}/metrics`);
  expect(valueIn(text, 'oms_cached_pairs_total{outcome="unavailable"}')).toBe(2);
  expect(valueIn(text, 'oms_cached_pairs_total{outcome="hit"}')).toBeNaN();
  await oms.end('SIGTERM');
  const lines = oms.stderr().split('\n');
  expect(lines.filter((line) => line.includes('redis does not answer')).length).toBe(1);
  expect(oms.stderr()).not.toContain('secret');
});

test('what the confirm workers have not answered for is told while none is at work', { timeout: 60_000 }, async () => {
  const folder = await folderWithStock();
  const worker = await startOms(['worker', 'confirm'], { folder });
  await worker.end('SIGTERM');
  const oms = await startOms(['api'], { folder });
  for (const orderId of ['o-1', 'o-2', 'o-3']) await askApi(`${oms.api}/orders`, order(orderId, 1));
  await eventually(
    async () => {
      const { json: text } = await askApi(`${oms.ops}/metrics`);
      expect(valueIn(text, 'oms_consumer_lag_events{group="confirm"}')).toBe(3);
    },
    { withinMs },
  );
  await oms.end('SIGTERM');
});
