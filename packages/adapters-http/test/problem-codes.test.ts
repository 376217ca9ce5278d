import { type ErrorKind, OmsError } from '@oms/core';
import { expect, test } from 'vitest';
import { openApi } from '../src/api/index.js';
import { problemCodes } from '../src/schemas/problem-codes.js';
import { type Answer, type Ask, order, serveApi } from './serve-api.js';
import { type InventoryAsk, serveInventory } from './serve-inventory.js';

type Api = Awaited<ReturnType<typeof serveApi>>;
type Options = Parameters<typeof serveApi>[0];

const post: Ask = { method: 'POST' };
const csv = (body: string): Ask => ({ body, headers: { 'Content-Type': 'text/csv' } });
const text = (body: string): Ask => ({ body, headers: { 'Content-Type': 'application/json' } });
const first = { json: order({ order_id: 'o-1' }) };

/** One request, once those before it are answered. */
const ask =
  (path: string, request: Ask = {}, ...before: readonly (readonly [string, Ask])[]) =>
  async (options?: Options): Promise<Answer> => {
    await using api = await serveApi(options);
    for (const [earlier, given] of before) await api.ask(earlier, given);
    return await api.ask(path, request);
  };
const serving =
  (options: Options, path: string, request: Ask = {}) =>
  (): Promise<Answer> =>
    ask(path, request)(options);
const prepared =
  (prepare: (api: Api) => Promise<unknown>, path: string, request: Ask = {}) =>
  async (): Promise<Answer> => {
    await using api = await serveApi();
    await prepare(api);
    return await api.ask(path, request);
  };
/** A request whose use-case fails so. */
const failing = (kind: ErrorKind, code: string) => async (): Promise<Answer> => {
  await using plain = await serveApi();
  const error = new OmsError(kind, code, 'In our words.');
  const oms = new Proxy(plain.oms, { get: () => () => Promise.reject(error) });
  await using api = await serveApi({ oms });
  return await api.ask('/orders');
};
const down = (code: string) => failing('unavailable', code);
const ofInventory =
  (path: string, request: InventoryAsk = {}) =>
  async () => {
    await using server = await serveInventory();
    return await server.ask(path, request);
  };

const withAttempt = async (api: Api) => {
  await api.ask('/orders', first);
  const line = { skuId: 'tea', hubId: 'north', quantity: 2 };
  await api.claims.start('t', 'o-1', { attemptId: '1', line, startedAt: 0, deadlineAt: Number.MAX_SAFE_INTEGER });
};
const twoAtOnce = async (): Promise<Answer> => {
  await using api = await serveApi();
  const request = { json: order(), headers: { 'Idempotency-Key': 'k' } };
  const { promise: first, resolve: begin } = Promise.withResolvers<void>();
  const { promise: answered, resolve: goOn } = Promise.withResolvers<void>();
  api.inventory.check = async (_tenant, pairs) => {
    begin();
    await answered;
    return pairs.map(() => 'known');
  };
  const slow = api.ask('/orders', request);
  await first;
  const second = await api.ask('/orders', request);
  goOn();
  await slow;
  return second;
};
const changedFile = async (api: Api) => {
  const { json } = await api.ask('/s3/filepath', csv('order_id\no-1\n'));
  api.files.open = () => {
    throw new OmsError('conflict', 'source_changed', 'It was changed.');
  };
  const stat = api.files.stat.bind(api.files);
  api.files.stat = async (tenant, address) => {
    const { sha256: _, ...rest } = await stat(tenant, address);
    return rest;
  };
  expect(json.path).toBe('s3://oms-memory/t/1-upload.csv');
};
async function* never() {
  yield new TextEncoder().encode('{');
  await new Promise(() => undefined);
}
const named = (name: string) => {
  const form = new FormData();
  form.set('file', new Blob(['a']), name);
  return { body: form };
};
const nobody = { authenticate: async () => undefined };
const foreigner = { authenticate: async () => ({ actor: 'a', mayActFor: () => false }) };
const filePath = (path: string): Ask => ({ json: { filePath: path } });
const resolve = (sku_id: string): Ask => ({ json: { lines: [{ sku_id, hub_id: 'north', deducted: true }] } });

type Reached = Pick<Answer, 'status' | 'json'>;

const probes: Readonly<Record<(typeof problemCodes)[number], () => Promise<Reached>>> = {
  malformed_json: ask('/orders', text('{')),
  malformed_multipart: ask('/s3/filepath', { body: 'x', headers: { 'Content-Type': 'multipart/form-data' } }),
  invalid_path: ask('/orders/%ff'),
  invalid_query: ask('/orders?limit=0'),
  invalid_cursor: ask('/orders?cursor=nonsense'),
  invalid_if_match: ask('/orders/o-1/hold', { ...post, headers: { 'If-Match': 'W/"1"' } }),
  invalid_idempotency_key: ask('/orders', { json: order(), headers: { 'Idempotency-Key': 'a b' } }),
  missing_tenant: ask('/orders', { tenant: '' }),
  invalid_tenant: ask('/orders', { tenant: '../t' }),
  unauthenticated: serving({ authenticator: nobody }, '/orders'),
  foreign_tenant: serving({ authenticator: foreigner }, '/orders'),
  route_not_found: ask('/order'),
  method_not_allowed: ask('/orders/counts', { method: 'DELETE' }),
  body_too_slow: serving({ bodyTimeoutMs: 20 }, '/orders', { ...text(''), body: never() }),
  body_too_large: serving({ maxBodyBytes: 4 }, '/orders', { json: order() }),
  unsupported_media_type: ask('/orders', { body: '<a/>', headers: { 'Content-Type': 'text/xml' } }),
  unsupported_encoding: ask('/orders', { json: order(), headers: { 'Content-Encoding': 'gzip' } }),
  too_many_requests: serving({ rateLimit: { requests: 0 } }, '/orders'),
  invalid_body: ask('/orders', { json: {} }),
  inexact_number: ask('/orders', text('{"order_id":9007199254740993}')),
  invalid_order: ask('/orders', { json: order({ order_id: 'counts' }) }),
  unknown_item: ask('/orders', { json: order({ lines: [{ sku_id: 'ghost', hub_id: 'north', quantity: 1 }] }) }),
  order_not_found: ask('/orders/o-9'),
  order_conflict: ask('/orders', { json: order({ order_id: 'o-1', seller_id: 'x' }) }, ['/orders', first]),
  idempotency_key_reused: ask('/orders', { json: order({ seller_id: 'x' }), headers: { 'Idempotency-Key': 'k' } }, [
    '/orders',
    { json: order(), headers: { 'Idempotency-Key': 'k' } },
  ]),
  request_in_flight: twoAtOnce,
  wrong_state: ask('/orders/o-1/hold', post, ['/orders', first], ['/orders/o-1/cancel', post]),
  version_mismatch: ask('/orders/o-1/hold', { ...post, headers: { 'If-Match': '"9"' } }, ['/orders', first]),
  claim_open: prepared(withAttempt, '/orders/o-1/cancel', post),
  unresolvable_line: prepared(withAttempt, '/orders/o-1/resolve', resolve('cup')),
  invalid_file_path: ask('/orders/bulkorder', filePath('a.csv')),
  invalid_address: ask('/orders/bulkorder', filePath('s3://x')),
  invalid_name: ask('/s3/filepath', named('x'.repeat(300))),
  empty_file: ask('/s3/filepath', csv('')),
  file_not_found: ask('/orders/bulkorder', filePath('s3://oms-memory/t/9-a.csv')),
  foreign_file: ask('/orders/bulkorder', filePath('s3://oms-memory/u/1-a.csv')),
  source_changed: prepared(changedFile, '/orders/bulkorder', filePath('s3://oms-memory/t/1-upload.csv')),
  bulk_order_not_found: ask('/orders/bulkorder/b-9'),
  invalid_id: ofInventory('/claims/a%20b', { method: 'DELETE' }),
  item_not_found: ofInventory('/stock?sku_id=ghost&hub_id=north'),
  invalid_stock: ofInventory('/stock', { csv: 'hub_id,sku_id,quantity\nnorth,tea,-1\n' }),
  not_utf8: ofInventory('/stock', { csv: notUtf8() }),
  order_repo_unavailable: down('order_repo_unavailable'),
  bulk_order_repo_unavailable: down('bulk_order_repo_unavailable'),
  claim_ledger_unavailable: down('claim_ledger_unavailable'),
  file_store_unavailable: down('file_store_unavailable'),
  inventory_unavailable: down('inventory_unavailable'),
  keys_unavailable: down('keys_unavailable'),
  jwks_unavailable: down('jwks_unavailable'),
  order_contended: down('order_contended'),
  disk_full: down('disk_full'),
  not_writable: down('not_writable'),
  database_not_writable: down('database_not_writable'),
  internal_error: serving({ oms: {} as never }, '/orders'),
  not_found: failing('not_found', 'no_such_thing_of_mine'),
  conflict: failing('conflict', 'my_conflict'),
  invalid: failing('invalid', 'my_rule'),
  unavailable: down('my_part_unavailable'),
  forbidden: failing('forbidden', 'my_prohibition'),
  unknown_outcome: failing('unknown_outcome', 'my_doubt'),
};

async function* notUtf8() {
  yield Uint8Array.from([...new TextEncoder().encode('hub_id,sku_id,quantity\n'), 0xff, 0x0a]);
}

test.each(Object.entries(probes))('%s is the code of a problem that a request reaches', async (code, reach) => {
  const { status, json } = await reach();
  expect([json.code, json.status]).toEqual([code, status]);
  expect(status).toBeGreaterThanOrEqual(400);
});

test('the documents list the codes that there are', () => {
  const { components } = openApi() as { components: { schemas: { Problem: { properties: { code: object } } } } };
  expect(components.schemas.Problem.properties.code).toEqual({ type: 'string', enum: [...problemCodes] });
});
