import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@oms/core/contract';
import { expect, test } from 'vitest';
import { askApi } from './ask-api.js';
import { deafInventory } from './deaf-inventory.js';
import { runOms } from './run-oms.js';
import { startOms } from './start-oms.js';
import { temporaryFolder } from './temporary-folder.js';

const order = { order_id: 'o-1', seller_id: 's', lines: [{ sku_id: 'tea', hub_id: 'north', quantity: 2 }] };
const csv = 'order_id,sku_id,quantity,seller_id,hub_id\no-2,tea,1,s,north\no-3,tea,0,s,north\n';

const folderWithStock = async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'stock.csv'), 'hub_id,sku_id,quantity\nnorth,tea,10\n');
  expect((await runOms(['stock', 'load', 'stock.csv', '--tenant', 'acme'], { folder })).status).toBe(0);
  return folder;
};

const isConfirmed = (api: string, orderId: string) =>
  eventually(async () => expect((await askApi(`${api}/orders/${orderId}`)).json.status).toBe('new_order'), {
    withinMs: 10_000,
  });

const importCsv = async (api: string) => {
  const { json: file } = await askApi(`${api}/s3/filepath`, { csv });
  const { json: bulkOrder } = await askApi(`${api}/orders/bulkorder`, { json: { filePath: file.path } });
  return `${api}/orders/bulkorder/${bulkOrder.bulk_order_id}`;
};

const isCompleted = (url: string) =>
  eventually(
    async () => expect((await askApi(url)).json).toMatchObject({ state: 'completed', progress: { orders_created: 1 } }),
    { withinMs: 10_000 },
  );

test('oms start takes orders and files, confirms them, and goes when it is asked to', { timeout: 60_000 }, async () => {
  const oms = await startOms(['start'], { folder: await folderWithStock() });
  expect((await askApi(`${oms.api}/orders`, { json: order })).status).toBe(201);
  const bulkOrder = await importCsv(oms.api);
  await isConfirmed(oms.api, 'o-1');
  await isCompleted(bulkOrder);
  await isConfirmed(oms.api, 'o-2');
  expect((await askApi(`${oms.ops}/healthz`)).json).toEqual({ status: 'ok' });
  expect((await askApi(`${oms.ops}/readyz`)).json).toEqual({ status: 'ok' });
  const { json: metrics } = await askApi(`${oms.ops}/metrics`);
  expect(metrics).toContain('oms_orders_stored_total{outcome="created"} 2');
  expect(metrics).toMatch(/oms_http_request_duration_seconds_count\{method="POST",route="\/orders",status="201"\} 1/);
  expect(metrics).toContain('nodejs_eventloop_lag_seconds');
  expect(metrics).toContain('oms_rows_imported_total 2');
  expect(metrics).toContain('oms_claims_total{answer="claimed"} 2');
  expect(metrics).toMatch(/^oms_outbox_orders \d+$/m);
  expect(metrics).toMatch(/^oms_outbox_age_seconds [\d.]+$/m);
  expect(metrics).toContain('oms_consumer_lag_events{group="confirm"} 0');
  const asked = performance.now();
  expect(await oms.end('SIGTERM')).toEqual({ status: 0, signal: null });
  expect(performance.now() - asked).toBeLessThan(10_000);
  expect(oms.stderr()).toBe('');
});

test('the roles work apart as they do together', { timeout: 60_000 }, async () => {
  const folder = await folderWithStock();
  const roles = [['api'], ['worker', 'bulk'], ['worker', 'confirm'], ['worker', 'retry'], ['worker', 'relay']];
  const processes = await Promise.all(roles.map((args) => startOms(args, { folder })));
  const [{ api }] = processes as [Awaited<ReturnType<typeof startOms>>];
  await askApi(`${api}/orders`, { json: order });
  await isCompleted(await importCsv(api));
  await isConfirmed(api, 'o-1');
  await isConfirmed(api, 'o-2');
  const ends = await Promise.all(processes.map((running) => running.end('SIGTERM')));
  expect(ends).toEqual(roles.map(() => ({ status: 0, signal: null })));
});

test('with API keys, only who has one may ask, for its tenants', { timeout: 60_000 }, async () => {
  const folder = await folderWithStock();
  const created = await runOms(['keys', 'create', 'shop', '--tenant', 'acme', 'other'], { folder });
  const [, key = ''] = /^key +(\S+)$/m.exec(created.stdout) ?? [];
  const [, id = ''] = /^id +(\S+)$/m.exec(created.stdout) ?? [];
  const oms = await startOms(['api'], { folder, env: { OMS_AUTH: 'api-key' } });
  const ask = (headers: Record<string, string>) => askApi(`${oms.api}/orders`, { json: order, headers });
  expect((await ask({})).json.code).toBe('unauthenticated');
  expect((await ask({ Authorization: 'Bearer wrong' })).json.code).toBe('unauthenticated');
  const accepted = await ask({ Authorization: `Bearer ${key}` });
  expect(accepted.json.history[0].actor).toBe('key:shop');
  expect((await ask({ 'X-API-Key': key, 'X-Tenant-ID': 'third' })).json.code).toBe('foreign_tenant');
  const listed = await runOms(['keys', 'list'], { folder });
  expect(listed.stdout).toContain(id);
  expect(listed.stdout).not.toContain(key);
  expect((await runOms(['keys', 'revoke', id], { folder })).stdout).toBe('revoked\n');
  await eventually(async () => expect((await ask({ 'X-API-Key': key })).status).toBe(401), { withinMs: 5_000 });
  await oms.end('SIGTERM');
});

test('a module rebinds a port', { timeout: 60_000 }, async () => {
  const folder = await folderWithStock();
  const inversify = import.meta.resolve('inversify');
  writeFileSync(
    join(folder, 'my-module.mjs'),
    `import { ContainerModule } from ${JSON.stringify(inversify)};
export default new ContainerModule(async ({ rebind }) => {
  (await rebind('ids')).toConstantValue({ next: () => 'chosen-by-the-module', random: () => 0 });
});
`,
  );
  const oms = await startOms(['api'], { folder, env: { OMS_MODULES: './my-module.mjs' } });
  const { json } = await askApi(`${oms.api}/orders`, { json: { ...order, order_id: undefined } });
  expect(json.order_id).toBe('chosen-by-the-module');
  await oms.end('SIGTERM');
  const missing = await runOms(['api'], { folder, env: { OMS_MODULES: './none.mjs' } });
  expect([missing.status, missing.complaints.length]).toEqual([2, 1]);
  expect(missing.stderr).toMatch(
    /^oms: OMS_MODULES names \.\/none\.mjs, which cannot be loaded: .+ \(invalid_module\)\n$/,
  );
});

test('a port that is taken is one line, and exit status 2', { timeout: 60_000 }, async () => {
  const folder = temporaryFolder();
  const oms = await startOms(['start'], { folder });
  const { port } = new URL(oms.api);
  const second = await runOms(['api'], { folder, env: { OMS_PORT: port, OMS_OPS_PORT: '0' } });
  expect([second.status, second.complaints.length]).toEqual([2, 1]);
  expect(second.stderr).toContain('(port_unavailable)');
  await oms.end('SIGTERM');
});

test('a worker that stands still is told by /healthz, and its process ends so that another can take over', {
  timeout: 60_000,
}, async () => {
  const folder = await folderWithStock();
  const env = { ...deafInventory(folder), OMS_STALL_AFTER_MS: '900' };
  const oms = await startOms(['start'], { folder, env });
  expect((await askApi(`${oms.ops}/healthz`)).status).toBe(200);
  await askApi(`${oms.api}/orders`, { json: order });
  await eventually(
    async () => {
      const { status, json } = await askApi(`${oms.ops}/healthz`);
      expect([status, json.problems]).toEqual([503, ['the confirm worker makes no progress']]);
    },
    { withinMs: 5_000 },
  );
  expect(await oms.ended).toEqual({ status: 2, signal: null });
  expect(oms.stderr()).toContain('(worker_stalled)');
});
