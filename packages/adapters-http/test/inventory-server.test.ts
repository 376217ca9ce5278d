import { OmsError } from '@oms/core';
import { expect, test } from 'vitest';
import { type InventoryServerOptions, inventoryOpenApi } from '../src/inventory-server/index.js';
import { type InventoryAsk, serveInventory } from './serve-inventory.js';

const known = { sku_id: 'tea', hub_id: 'north' };

const claim = (orderId: string, quantity: number) => ({ order_id: orderId, lines: [{ ...known, quantity }] });
const delivery = 'hub_id,sku_id,quantity\nnorth,tea,5\nsouth,tea,0\n';

test('claims are whole, once per order id, and never after a release', async () => {
  await using server = await serveInventory();
  const claims = [claim('a', 4), claim('b', 7), { order_id: 'c', lines: [{ ...known, sku_id: 'no', quantity: 1 }] }];
  expect((await server.ask('/claims', { json: { claims } })).json.answers).toEqual([
    { answer: 'claimed' },
    { answer: 'insufficient', shortages: [{ ...known, wanted: 7, available: 6 }] },
    { answer: 'unknown_item', pairs: [{ ...known, sku_id: 'no' }] },
  ]);
  expect((await server.ask('/claims', { json: { claims: [claim('a', 4)] } })).json.answers).toEqual([
    { answer: 'claimed' },
  ]);
  expect((await server.ask('/claims/a', { method: 'DELETE' })).json).toEqual({ answer: 'released' });
  expect((await server.ask('/claims', { json: { claims: [claim('a', 4)] } })).json.answers).toEqual([
    { answer: 'released' },
  ]);
  expect((await server.ask('/stock?sku_id=tea&hub_id=north')).json).toEqual({ ...known, quantity: 10 });
});

test('a delivery is added whole, once per content and reference', async () => {
  await using server = await serveInventory();
  expect((await server.ask('/stock', { csv: delivery })).json).toEqual({ applied: true, lines: 2 });
  expect((await server.ask('/stock', { csv: delivery })).json).toEqual({ applied: false, lines: 2 });
  expect((await server.ask('/stock?reference=second', { csv: delivery })).json).toEqual({ applied: true, lines: 2 });
  const broken = await server.ask('/stock', { csv: `${delivery}north,coffee,many\n` });
  expect([broken.status, broken.json.code]).toEqual([422, 'invalid_stock']);
  expect((await server.ask('/stock?sku_id=tea&hub_id=north')).json.quantity).toBe(20);
  expect((await server.ask('/stock?sku_id=coffee&hub_id=north')).status).toBe(404);
});

test('one tenant sees nothing of another', async () => {
  await using server = await serveInventory();
  const pairs = [known];
  expect((await server.ask('/checks', { json: { pairs } })).json.answers).toEqual(['known']);
  expect((await server.ask('/checks', { json: { pairs }, tenant: 'u' })).json.answers).toEqual(['unknown']);
  expect((await server.ask('/stock?sku_id=tea&hub_id=north', { tenant: 'u' })).status).toBe(404);
});

const { paths } = inventoryOpenApi() as {
  readonly paths: Record<string, Record<string, { readonly responses: Record<string, unknown> }>>;
};

/** The request of each operation that succeeds, and one that breaks a rule or names nothing. */
const requests: Readonly<
  Record<string, { readonly good: [string, InventoryAsk]; readonly bad?: [string, InventoryAsk] }>
> = {
  'POST /checks': { good: ['/checks', { json: { pairs: [known] } }], bad: ['/checks', { json: { pairs: 1 } }] },
  'POST /claims': {
    good: ['/claims', { json: { claims: [claim('a', 1)] } }],
    bad: ['/claims', { json: { claims: [claim('a', 1.5)] } }],
  },
  'DELETE /claims/{order_id}': {
    good: ['/claims/a', { method: 'DELETE' }],
    bad: ['/claims/%20', { method: 'DELETE' }],
  },
  'GET /stock': { good: ['/stock?sku_id=tea&hub_id=north', {}], bad: ['/stock?sku_id=none&hub_id=north', {}] },
  'POST /stock': { good: ['/stock', { csv: delivery }], bad: ['/stock', { csv: 'sku_id\n1\n' }] },
};

const failing = (error: () => Error): Partial<InventoryServerOptions> => {
  const fail = () => Promise.reject(error());
  return {
    inventory: { supports: { atomicClaim: true, release: true }, check: fail, claim: fail, release: fail },
    stock: { deliver: fail, stockOf: fail },
  };
};
const authenticator = (isKnown: boolean) => ({
  authenticate: async () => (isKnown ? { actor: 'a', mayActFor: () => false } : undefined),
});

async function* neverWhole() {
  yield new TextEncoder().encode('{');
  await new Promise(() => undefined);
}

/** What is sent otherwise, whatever the operation. */
const special: Readonly<Record<string, () => InventoryAsk>> = {
  400: () => ({ tenant: '' }),
  408: () => ({ json: undefined, csv: neverWhole() }),
};

const reach = async (operation: string, status: string): Promise<string> => {
  const { good, bad } = requests[operation] as (typeof requests)[string];
  const options: Readonly<Record<string, Partial<InventoryServerOptions>>> = {
    401: { authenticator: authenticator(false) },
    403: { authenticator: authenticator(true) },
    408: { bodyTimeoutMs: 20 },
    413: { maxBodyBytes: 4, maxStockBytes: 4 },
    429: { rateLimit: { requests: 0 } },
    500: failing(() => new Error('inside')),
    503: failing(() => new OmsError('unavailable', 'inventory_unavailable', 'It is down.')),
  };
  await using server = await serveInventory(options[status]);
  const [path, ask] = status === '404' || status === '422' ? (bad ?? good) : good;
  const kind = ask.json === undefined ? 'text/csv' : 'application/json';
  const own = { ...ask, type: kind, ...special[status]?.() };
  return String((await server.ask(path, status === '415' ? { ...own, type: 'text/xml' } : own)).status);
};

test.each(
  Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(
      ([method, { responses }]) => [`${method.toUpperCase()} ${path}`, Object.keys(responses).sort()] as const,
    ),
  ),
)('%s is mounted, and gives every answer that it is documented to give', async (operation, statuses) => {
  const reached: string[] = [];
  for (const status of statuses) reached.push(await reach(operation, status));
  expect(reached).toEqual(statuses);
});

test('the document is served as it is, to whoever asks', async () => {
  await using server = await serveInventory();
  const { status, json } = await server.ask('/openapi.json', { tenant: '' });
  expect([status, json]).toEqual([200, JSON.parse(JSON.stringify(inventoryOpenApi()))]);
});

test('the document leaves nothing out', () => {
  const documented = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(documented.sort()).toEqual(Object.keys(requests).sort());
});
