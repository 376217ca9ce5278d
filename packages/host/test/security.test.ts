import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { eventually } from '@oms/core/contract';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { listen } from '../src/roles/listen.js';
import { type ApiRequest, askApi } from './ask-api.js';
import { runOms } from './run-oms.js';
import { type RunningOms, startOms } from './start-oms.js';
import { temporaryFolder, temporaryFolderOfFile } from './temporary-folder.js';
import { bearer, type Issuer, startIssuer } from './token-issuer.js';

const folder = temporaryFolderOfFile();
const tenants = ['acme', 'other'] as const;
type Tenant = (typeof tenants)[number];

let issuer: Issuer;
let oms: RunningOms;
let tokens: Readonly<Record<Tenant, string>>;

beforeAll(async () => {
  issuer = await startIssuer();
  writeFileSync(join(folder(), 'stock.csv'), 'hub_id,sku_id,quantity\nnorth,tea,1000\n');
  for (const tenant of tenants) await runOms(['stock', 'load', 'stock.csv', '--tenant', tenant], { folder: folder() });
  const env = { ...issuer.settings, OMS_LOG_LEVEL: 'trace' };
  oms = await startOms(['start'], { folder: folder(), env });
  tokens = {
    acme: await issuer.token({ sub: 'anna@acme', tenants: ['acme'] }),
    other: await issuer.token({ sub: 'otto@other', tenants: ['other'] }),
  };
}, 60_000);

afterAll(async () => {
  await oms.end('SIGTERM');
  await issuer.close();
});

/** Asks as a tenant, with the tenant's own token. */
const askAs = (tenant: Tenant, path: string, request: ApiRequest = {}) =>
  askApi(`${oms.api}${path}`, {
    ...request,
    headers: { 'X-Tenant-ID': tenant, ...bearer(tokens[tenant]), ...request.headers },
  });

const order = { seller_id: 's', sku_id: 'tea', hub_id: 'north', quantity: 1 };

test('another tenant in the header is 403, whatever the route', async () => {
  const headers = { 'X-Tenant-ID': 'other' };
  const asked = [
    askAs('acme', '/orders', { headers }),
    askAs('acme', '/orders/counts', { headers }),
    askAs('acme', '/orders', { headers, json: order }),
    askAs('acme', '/orders/o-1/cancel', { headers, json: {} }),
    askAs('acme', '/s3/filepath', { headers, csv: 'a' }),
    askAs('acme', '/api/v1/orders/bulkorder', { headers }),
  ];
  for (const { status, json } of await Promise.all(asked)) {
    expect([status, json.code]).toEqual([403, 'foreign_tenant']);
  }
});

test('another tenant’s order, import and report are 404, its file 403, whether they exist or not', async () => {
  const created = await askAs('acme', '/orders', { json: { ...order, order_id: 'secret-1' } });
  expect(created.status).toBe(201);
  const csv = 'order_id,sku_id,quantity,seller_id,hub_id\nb-1,tea,1,s,north\nb-2,tea,0,s,north\n';
  const { json: file } = await askAs('acme', '/s3/filepath', { csv });
  const { json: submitted } = await askAs('acme', '/orders/bulkorder', { json: { filePath: file.path } });
  const bulkOrder = `/orders/bulkorder/${submitted.bulk_order_id}`;
  await eventually(async () => expect((await askAs('acme', bulkOrder)).json.state).toBe('completed'), {
    withinMs: 10_000,
  });
  const paths = ['/orders/secret-1', '/orders/b-1', bulkOrder, `${bulkOrder}/rejections`, `${bulkOrder}/events`];
  for (const path of paths) {
    expect([path, (await askAs('acme', path)).status]).toEqual([path, 200]);
    expect([path, (await askAs('other', path)).status]).toEqual([path, 404]);
  }
  const commands = [
    '/orders/secret-1/cancel',
    '/orders/secret-1/hold',
    '/orders/secret-1/retry',
    `${bulkOrder}/cancel`,
  ];
  for (const path of commands) expect([path, (await askAs('other', path, { json: {} })).status]).toEqual([path, 404]);
  const theirs = await askAs('other', '/orders/bulkorder', { json: { filePath: file.path } });
  const none = await askAs('other', '/orders/bulkorder', { json: { filePath: `${file.path}x` } });
  for (const { status, json } of [theirs, none]) expect([status, json.code]).toEqual([403, 'foreign_file']);
  expect((await askAs('other', '/orders')).json.data).toEqual([]);
  expect((await askAs('other', '/orders/bulkorder')).json.data).toEqual([]);
});

test('the history names the subject of the token', async () => {
  await askAs('acme', '/orders', { json: { ...order, order_id: 'h-1' } });
  await askAs('acme', '/orders/h-1/cancel', { json: {} });
  const { json } = await askAs('acme', '/orders/h-1');
  const moves = json.history as readonly { readonly actor: string; readonly to: string }[];
  expect(moves[0]?.actor).toBe('anna@acme');
  expect(moves.find(({ to }) => to === 'cancelled')?.actor).toBe('anna@acme');
});

test('no token and no API key is in any line that a process says, at the level of most', async () => {
  const own = temporaryFolder();
  const { stdout } = await runOms(['keys', 'create', 'shop', '--tenant', 'acme'], { folder: own });
  const key = /key +(\S+)/.exec(stdout)?.[1] ?? '';
  expect(key).toMatch(/^oms_.{40,}/);
  const byKey = await startOms(['start'], { folder: own, env: { OMS_AUTH: 'api-key', OMS_LOG_LEVEL: 'trace' } });
  onTestFinished(() => void byKey.end('SIGKILL'));
  const wrong = 'oms_wrong-key-wrong-key';
  const expired = await issuer.token({ exp: 1 });
  const statuses: number[] = [];
  for (const headers of [bearer(key), { 'X-API-Key': key }, bearer(wrong), { 'X-Tenant-ID': 'other', ...bearer(key) }])
    for (const path of ['/orders', '/orders/none', '/nowhere', '/orders?bad=1'])
      statuses.push((await askApi(`${byKey.api}${path}`, { headers })).status);
  for (const token of [tokens.acme, expired])
    for (const path of ['/orders', '/orders/none', '/nowhere'])
      statuses.push((await askAs('acme', path, { headers: bearer(token) })).status);
  expect(new Set(statuses)).toEqual(new Set([200, 400, 401, 403, 404]));
  const metrics = await (await fetch(`${byKey.ops}/metrics`)).text();
  await byKey.end('SIGTERM');
  const said = [byKey.stdout(), byKey.stderr(), oms.stdout(), oms.stderr(), metrics].join('\n');
  expect(said.match(/"msg":"served"/g)?.length).toBeGreaterThanOrEqual(statuses.length);
  for (const secret of [key, wrong, tokens.acme, expired])
    for (const part of secret.split('.').filter((text) => text.length > 40 || text === secret))
      expect(said).not.toContain(part);
});

test('1,001 requests in the window are one too many; the other tenant’s credential is not kept', async () => {
  const env = { ...issuer.settings, OMS_PROFILE: 'memory', OMS_RATE_LIMIT: '1000' };
  const api = await startOms(['api'], { folder: folder(), env });
  onTestFinished(() => void api.end('SIGKILL'));
  const ask = (tenant: Tenant) =>
    fetch(`${api.api}/orders/counts`, { headers: { 'X-Tenant-ID': tenant, ...bearer(tokens[tenant]) } });
  const statuses = new Map<number, number>();
  for (let n = 0; n < 1_001; n += 77) {
    const answers = await Promise.all(Array.from({ length: Math.min(77, 1_001 - n) }, () => ask('acme')));
    for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  expect(Object.fromEntries(statuses)).toEqual({ 200: 1_000, 429: 1 });
  const refused = await ask('acme');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  expect(await refused.json()).toMatchObject({ status: 429, code: 'too_many_requests' });
  expect((await ask('other')).status).toBe(200);
  await api.end('SIGTERM');
});

test('while Redis is away nobody is kept, and nothing is an error', async () => {
  const redis = { OMS_INVENTORY_CACHE: 'redis', OMS_REDIS_URL: 'redis://127.0.0.1:1' };
  const env = { ...issuer.settings, ...redis, OMS_PROFILE: 'memory', OMS_RATE_LIMIT: '1' };
  const api = await startOms(['api'], { folder: folder(), env });
  onTestFinished(() => void api.end('SIGKILL'));
  for (let n = 0; n < 20; n += 1) {
    const headers = bearer(tokens.acme);
    expect((await askApi(`${api.api}/orders`, { headers })).status).toBe(200);
  }
  expect(await api.end('SIGTERM')).toEqual({ status: 0, signal: null });
  expect(api.stderr()).toMatch(/^\{"level":40,.+"redis does not answer: it is done without"\}\n$/);
});

test('headers that drip are cut off', async () => {
  const own = await listen((_request, response) => response.end(), {
    host: '127.0.0.1',
    port: 0,
    headersTimeoutMs: 200,
  });
  const socket = connect(own.port, '127.0.0.1');
  const startedAt = performance.now();
  socket.write('GET / HTTP/1.1\r\n');
  const drip = setInterval(() => socket.write('X-A: a\r\n'), 20);
  onTestFinished(() => clearInterval(drip));
  let answer = '';
  socket.on('data', (text) => {
    answer += text;
  });
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('close', resolve));
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  await own.close(0);
});

test('a process that listens waits 15 s for headers at most', async () => {
  const socket = connect(Number(new URL(oms.api).port), '127.0.0.1');
  const drip = setInterval(() => socket.write('a'), 500);
  onTestFinished(() => clearInterval(drip));
  socket.on('error', () => undefined).write('GET / HTTP/1.1\r\nX-A: ');
  const startedAt = performance.now();
  await new Promise((resolve) => socket.resume().once('close', resolve));
  expect(performance.now() - startedAt).toBeGreaterThan(14_000);
  expect(performance.now() - startedAt).toBeLessThan(25_000);
}, 40_000);
