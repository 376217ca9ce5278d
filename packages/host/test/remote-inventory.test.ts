import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { eventually } from '@oms/core/contract';
import { expect, onTestFinished, test } from 'vitest';
import { serve } from '../../adapters-inventory/test/serve.js';
import { standIn } from '../../adapters-inventory/test/stand-ins.js';
import { askApi } from './ask-api.js';
import { startInventory } from './start-inventory.js';
import { startOms } from './start-oms.js';
import { temporaryFolder } from './temporary-folder.js';

const header = 'order_id,sku_id,quantity,seller_id,hub_id\n';
const tea = { sku_id: 'tea', hub_id: 'north' };

const ordersFile = (orders: number): string =>
  header + Array.from({ length: orders }, (_, n) => `o-${String(n).padStart(5, '0')},tea,1,s,north\n`).join('');

const quick = { OMS_PROBE_EVERY_MS: '200', OMS_RETRY_BASE_MS: '3600000', OMS_RETRY_CAP_MS: '3600000' };

const submit = async (api: string, csv: string): Promise<string> => {
  const { json: file } = await askApi(`${api}/s3/filepath`, { csv });
  const { status, json } = await askApi(`${api}/orders/bulkorder`, { json: { filePath: file.path } });
  expect(status).toBe(202);
  return `${api}/orders/bulkorder/${json.bulk_order_id}`;
};

test('of an item that is short exactly what is there is sold, and a delivery goes to who waits longest', {
  timeout: 180_000,
}, async () => {
  const folder = temporaryFolder();
  const inventory = await startInventory(temporaryFolder());
  await inventory.deliver('hub_id,sku_id,quantity\nnorth,tea,1000\n');
  const env = { OMS_INVENTORY: 'http', OMS_INVENTORY_URL: inventory.url, ...quick };
  const oms = await startOms(['start'], { folder, env });
  const others = await Promise.all([1, 2].map(() => startOms(['worker', 'confirm'], { folder, env })));
  await submit(oms.api, ordersFile(5_000));
  const counts = async () => (await askApi(`${oms.api}/orders/counts`)).json;
  const expectCounts = (confirmed: number, held: number) =>
    eventually(
      async () =>
        expect(await counts()).toMatchObject({
          status: { new_order: confirmed, on_hold: held },
          holds: { insufficient_stock: held },
        }),
      { withinMs: 90_000 },
    );
  await expectCounts(1_000, 4_000);
  expect(await inventory.left('tea', 'north')).toBe(0);

  const held = await heldIds(oms.api);
  await inventory.deliver('hub_id,sku_id,quantity\nnorth,tea,500\n');
  expect((await askApi(`${oms.api}/inventory/restocked`, { json: tea })).status).toBe(200);
  await expectCounts(1_500, 3_500);
  expect(await inventory.left('tea', 'north')).toBe(0);
  expect(await heldIds(oms.api)).toEqual(held.slice(500));
  for (const running of [oms, ...others]) expect((await running.end('SIGTERM')).status).toBe(0);
  await inventory.end();
});

/** Of the orders that wait for stock, who has waited longest first. */
const heldIds = async (api: string): Promise<readonly string[]> => {
  const found: { readonly order_id: string; readonly created_at: string }[] = [];
  for (let cursor = ''; ; ) {
    const page = await askApi(`${api}/orders?hold_code=insufficient_stock&limit=200${cursor}`);
    found.push(...page.json.data);
    if (page.json.next_cursor === null) break;
    cursor = `&cursor=${page.json.next_cursor}`;
  }
  const key = ({ created_at, order_id }: (typeof found)[number]) => `${created_at} ${order_id}`;
  return found.sort((a, b) => (key(a) < key(b) ? -1 : 1)).map(({ order_id }) => order_id);
};

test('while the inventory is down an import waits and refuses nothing, and an order is asked for again', {
  timeout: 120_000,
}, async () => {
  const folder = temporaryFolder();
  const stockFolder = temporaryFolder();
  const { url, port, deliver, end } = await startInventory(stockFolder);
  await deliver('hub_id,sku_id,quantity\nnorth,tea,1000000\n');
  await end();
  const env = { OMS_INVENTORY: 'http', OMS_INVENTORY_URL: url, ...quick };
  const oms = await startOms(['start'], { folder, env });
  const address = await submit(oms.api, ordersFile(10_000));
  await eventually(
    async () => expect((await askApi(address)).json).toMatchObject({ waits_for: { code: 'inventory_unavailable' } }),
    { withinMs: 10_000 },
  );
  const startedAt = performance.now();
  const refused = await fetch(`${oms.api}/orders`, {
    method: 'POST',
    headers: { 'X-Tenant-ID': 'acme', 'Content-Type': 'application/json' },
    body: JSON.stringify({ order_id: 'single', seller_id: 's', ...tea, quantity: 1 }),
  });
  expect(refused.status).toBe(503);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  expect((await askApi(`${oms.api}/orders/single`)).status).toBe(404);

  const again = await startInventory(stockFolder, port);
  await eventually(
    async () =>
      expect((await askApi(address)).json).toMatchObject({
        state: 'completed',
        progress: { rows_read: 10_000, orders_created: 10_000, rows_rejected: 0 },
      }),
    { withinMs: 60_000 },
  );
  await eventually(
    async () => expect((await askApi(`${oms.api}/orders/counts`)).json.status).toMatchObject({ new_order: 10_000 }),
    { withinMs: 60_000 },
  );
  expect(await again.left('tea', 'north')).toBe(990_000);
  expect((await oms.end('SIGTERM')).status).toBe(0);
  await again.end();
});

test('an order is refused soon while the inventory hangs, and is stored by nobody', { timeout: 60_000 }, async () => {
  const { url, close } = await serve(() => undefined);
  onTestFinished(close);
  const checkTimeoutMs = 400;
  const env = { OMS_INVENTORY: 'http', OMS_INVENTORY_URL: url, OMS_INVENTORY_CHECK_TIMEOUT_MS: String(checkTimeoutMs) };
  const oms = await startOms(['start'], { folder: temporaryFolder(), env });
  const startedAt = performance.now();
  const refused = await fetch(`${oms.api}/orders`, {
    method: 'POST',
    headers: { 'X-Tenant-ID': 'acme', 'Content-Type': 'application/json' },
    body: JSON.stringify({ order_id: 'single', seller_id: 's', ...tea, quantity: 1 }),
  });
  const elapsedMs = performance.now() - startedAt;
  expect(refused.status).toBe(503);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(elapsedMs).toBeGreaterThan(checkTimeoutMs - 5);
  expect(elapsedMs).toBeLessThan(Math.min(checkTimeoutMs + 1_000, 2_000));
  expect((await askApi(`${oms.api}/orders/single`)).status).toBe(404);
  expect((await oms.end('SIGTERM')).status).toBe(0);
});

test('three processes that claim 16 at a time sell exactly what is there', { timeout: 60_000 }, async () => {
  const inventory = await startInventory(temporaryFolder());
  await inventory.deliver('hub_id,sku_id,quantity\nnorth,tea,1000\n');
  const script = fileURLToPath(new URL('./processes/claim-orders.mjs', import.meta.url));
  // The first and the second claim for some of the same orders.
  const shares = [
    ['0', '2000'],
    ['1500', '2000'],
    ['3500', '1500'],
  ] as const;
  const claimed = await Promise.all(
    shares.map((share) => promisify(execFile)(process.execPath, [script, inventory.url, ...share])),
  );
  const counts = claimed.map(({ stdout }) => JSON.parse(stdout) as Record<string, number>);
  expect(new Set(counts.flatMap((count) => Object.keys(count)))).toEqual(new Set(['claimed', 'insufficient']));
  expect(await inventory.left('tea', 'north')).toBe(0);
  const again = await promisify(execFile)(process.execPath, [script, inventory.url, '0', '5000']);
  expect(JSON.parse(again.stdout)).toEqual({ claimed: 1_000, insufficient: 4_000 });
  await inventory.end();
});

test.each(['ims', 'wms'] as const)(
  '%s: three processes ask once for each line, and sell what they were given',
  {
    timeout: 120_000,
  },
  async (dialect) => {
    const service = await standIn(dialect, { slowMs: 2 });
    const { url, close } = await serve(service.listener);
    onTestFinished(close);
    const orders = 600;
    for (let n = 0; n < orders; n += 1) service.add('acme', 'north', `s-${n}`, n % 3 === 0 ? 1 : 5);
    const rows = Array.from({ length: orders }, (_, n) => `o-${n},s-${n},2,s,north\n`);
    const folder = temporaryFolder();
    const env = { OMS_INVENTORY: 'http', OMS_INVENTORY_URL: url, OMS_INVENTORY_DIALECT: dialect, ...quick };
    const oms = await startOms(['start'], { folder, env });
    const others = await Promise.all([1, 2].map(() => startOms(['worker', 'confirm'], { folder, env })));
    await submit(oms.api, header + rows.join(''));
    await eventually(
      async () =>
        expect((await askApi(`${oms.api}/orders/counts`)).json).toMatchObject({
          status: { new_order: 400, on_hold: 200 },
          holds: { insufficient_stock: 200 },
        }),
      { withinMs: 60_000 },
    );
    // Only what was refused may be asked for again.
    const isShort = (skuId: string) => Number(skuId.slice(2)) % 3 === 0;
    const granted = service.asked.map(({ skuId }) => skuId).filter((skuId) => !isShort(skuId));
    expect([granted.length, new Set(granted).size]).toEqual([400, 400]);
    for (let n = 0; n < orders; n += 1) expect(service.left('acme', 'north', `s-${n}`)).toBe(n % 3 === 0 ? 1 : 3);
    for (const running of [oms, ...others]) expect((await running.end('SIGTERM')).status).toBe(0);
  },
);
