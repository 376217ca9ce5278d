import { OmsError } from '@oms/core';
import { expect, test } from 'vitest';
import { openApi } from '../src/api/index.js';
import { type Ask, order, serveApi } from './serve-api.js';

type Api = Awaited<ReturnType<typeof serveApi>>;

type Before = (api: Api) => Promise<unknown>;

/** One request, and what has to be there before it is sent. */
interface Probe {
  readonly path?: string;
  readonly ask?: Ask;
  readonly before?: Before;
}

const { paths } = openApi() as {
  readonly paths: Record<string, Record<string, { readonly responses: Record<string, unknown> }>>;
};
const documented = Object.entries(paths).flatMap(([path, operations]) =>
  Object.entries(operations).map(([method, { responses }]) => ({
    operation: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    statuses: Object.keys(responses).sort(),
  })),
);

const create = (api: Api) => api.ask('/orders', { json: order({ order_id: 'o-1' }) });
const cancel = async (api: Api) => {
  await create(api);
  await api.ask('/orders/o-1/cancel', { method: 'POST' });
};
let bulkOrderId = '';
const csv = 'order_id,sku_id,quantity,seller_id,hub_id\no-2,tea,1,s,north\no-3,tea,0,s,north\n';
const submit = async (api: Api) => {
  const { json: file } = await api.ask('/s3/filepath', { body: csv, headers: { 'Content-Type': 'text/csv' } });
  const submitted = await api.ask('/orders/bulkorder', { json: { filePath: file.path } });
  bulkOrderId = submitted.json.bulk_order_id;
  return file;
};
const finish = async (api: Api) => {
  await submit(api);
  await api.oms.processBulkOrder({ tenantId: 't', bulkOrderId });
};
const submitCancelled = async (api: Api) => {
  await submit(api);
  await api.oms.cancelBulkOrder({ tenantId: 't', actor: 'a', requestId: 'r' }, { bulkOrderId });
};

const post: Ask = { method: 'POST' };
const command = (name: string, ready: Before, wrong?: Before): Record<string, Probe> => ({
  200: { path: `/orders/o-1/${name}`, ask: post, before: ready },
  404: { path: `/orders/o-9/${name}`, ask: post },
  ...(wrong === undefined ? {} : { 409: { path: `/orders/o-1/${name}`, ask: post, before: wrong } }),
  412: { path: `/orders/o-1/${name}`, ask: { ...post, headers: { 'If-Match': '"99"' } }, before: ready },
  422: { path: `/orders/o-1/${name}`, ask: { json: { why: 'x' } }, before: ready },
});
const held = async (api: Api) => {
  await create(api);
  await api.ask('/orders/o-1/hold', post);
};
/** A line of it was asked for, and has no answer yet. */
const asked = async (api: Api) => {
  await create(api);
  const line = { skuId: 'tea', hubId: 'north', quantity: 2 };
  await api.claims.start('t', 'o-1', { attemptId: '1', line, startedAt: 0, deadlineAt: Number.MAX_SAFE_INTEGER });
};
const resolved = { json: { lines: [{ sku_id: 'tea', hub_id: 'north', deducted: true }] } };
const file = 's3://oms-memory/t/9-a.csv';
const unknownBulkOrder = { path: '/orders/bulkorder/b-9' };

/** How each status is reached; what is the same for all operations is below. */
const probes: Readonly<Record<string, Readonly<Record<string, Probe>>>> = {
  'POST /orders': {
    200: { ask: { json: order({ order_id: 'o-1' }) }, before: create },
    201: { ask: { json: order() } },
    409: { ask: { json: order({ order_id: 'o-1', seller_id: 'x' }) }, before: create },
    422: { ask: { json: {} } },
  },
  'GET /orders': { 200: {} },
  'GET /orders/counts': { 200: {} },
  'GET /orders/{order_id}': { 200: { path: '/orders/o-1', before: create }, 404: { path: '/orders/o-9' } },
  'POST /orders/{order_id}/cancel': command('cancel', create, asked),
  'POST /orders/{order_id}/resolve': {
    200: { ask: resolved, before: create },
    404: { path: '/orders/o-9/resolve', ask: resolved },
    409: { ask: resolved, before: asked },
    412: { ask: { ...resolved, headers: { 'If-Match': '"99"' } }, before: create },
    422: { ask: { json: { lines: [] } }, before: create },
  },
  'POST /orders/{order_id}/hold': command('hold', create, cancel),
  'POST /orders/{order_id}/unhold': command('unhold', held, cancel),
  'POST /orders/{order_id}/retry': command('retry', create, cancel),
  'POST /inventory/restocked': {
    200: { ask: { json: { sku_id: 'tea', hub_id: 'north' } } },
    422: { ask: { json: {} } },
  },
  'POST /s3/filepath': {
    201: { ask: { body: csv, headers: { 'Content-Type': 'text/csv' } } },
    422: { ask: { json: {} } },
    404: { ask: { json: { filePath: 'none.csv' } } },
  },
  'POST /orders/bulkorder': {
    202: { ask: { json: { filePath: 'a.csv' } } },
    404: { ask: { json: { filePath: file } } },
    422: { ask: { json: {} } },
  },
  'GET /orders/bulkorder': { 200: {} },
  'GET /orders/bulkorder/{bulk_order_id}': { 200: { before: finish }, 404: unknownBulkOrder },
  'GET /orders/bulkorder/{bulk_order_id}/rejections': {
    200: { before: finish },
    404: { path: '/orders/bulkorder/b-9/rejections' },
  },
  'GET /orders/bulkorder/{bulk_order_id}/events': {
    200: { before: finish },
    404: { path: '/orders/bulkorder/b-9/events' },
  },
  'POST /orders/bulkorder/{bulk_order_id}/cancel': {
    200: { ask: post, before: submitCancelled },
    404: { path: '/orders/bulkorder/b-9/cancel', ask: post },
    409: { ask: post, before: finish },
  },
};

const uploads = {
  open: async (path: string) => {
    if (path === 'none.csv') throw new OmsError('not_found', 'file_not_found', 'There is no such file.');
    return { name: path, bytes: bytesOf(csv) };
  },
};
async function* bytesOf(text: string) {
  yield new TextEncoder().encode(text);
}

/** Every use-case of it fails. */
const failing = (oms: Api['oms'], error: () => Error): Api['oms'] =>
  new Proxy(oms, { get: () => () => Promise.reject(error()) });
const authenticator = (isKnown: boolean) => ({
  authenticate: async () => (isKnown ? { actor: 'a', mayActFor: () => false } : undefined),
});
const down = () => new OmsError('unavailable', 'order_repo_unavailable', 'It does not answer.');

const sample = (operation: string): Probe => {
  const sound = Object.entries(probes[operation] ?? {}).find(([status]) => status.startsWith('2'));
  return { ...sound?.[1], before: async () => undefined };
};

const reach = async (operation: string, method: string, path: string, status: string): Promise<number> => {
  const own = probes[operation]?.[status];
  const probe = own ?? sample(operation);
  await using plain = await serveApi({ uploads });
  const general: Readonly<Record<string, () => Promise<Api>>> = {
    401: () => serveApi({ authenticator: authenticator(false) }),
    403: () => serveApi({ authenticator: authenticator(true) }),
    408: () => serveApi({ bodyTimeoutMs: 20 }),
    413: () => serveApi({ maxBodyBytes: 4, maxUploadBytes: 4, uploads }),
    429: () => serveApi({ uploads, rateLimit: { requests: 0 } }),
    500: () => serveApi({ oms: failing(plain.oms, () => new Error('inside')), uploads }),
    503: () => serveApi({ oms: failing(plain.oms, down), uploads }),
  };
  await using other = own === undefined ? await general[status]?.() : undefined;
  const api = other ?? plain;
  await probe.before?.(api);
  const target = probe.path ?? path.replace('{bulk_order_id}', bulkOrderId || 'b-1').replace('{order_id}', 'o-1');
  const ask: Ask = { method, ...probe.ask };
  if (own !== undefined || other !== undefined) return (await api.ask(target, sized(ask, status))).status;
  if (status === '400') return (await api.ask(target, { ...ask, tenant: '' })).status;
  return (await api.ask(target, { ...ask, body: '<a/>', headers: { 'Content-Type': 'text/xml' } })).status;
};

const sized = (ask: Ask, status: string): Ask => {
  if (status === '408') return { method: 'POST', body: neverWhole(), headers: { 'Content-Type': 'application/json' } };
  return status === '413' && ask.json === undefined && ask.body === undefined
    ? { ...ask, json: { reason: 'long' } }
    : ask;
};

async function* neverWhole() {
  yield new TextEncoder().encode('{');
  await new Promise(() => undefined);
}

test.each(documented)('$operation gives every answer that it is documented to give', async (given) => {
  const { operation, method, path, statuses } = given;
  const reached: string[] = [];
  for (const status of statuses) reached.push(String(await reach(operation, method, path, status)));
  expect(reached).toEqual(statuses);
});

test('no operation is left out, and none has a probe for a status that is not documented', () => {
  expect(Object.keys(probes).sort()).toEqual(documented.map(({ operation }) => operation).sort());
  for (const { operation, statuses } of documented)
    for (const status of Object.keys(probes[operation] ?? {})) expect(statuses, operation).toContain(status);
});
