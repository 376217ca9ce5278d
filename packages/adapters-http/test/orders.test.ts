import { expect, test } from 'vitest';
import { order, serveApi } from './serve-api.js';

test('an order is accepted, shown, listed and counted', async () => {
  await using api = await serveApi();
  const created = await api.ask('/orders', { json: order({ order_id: 'o-1' }) });
  expect(created.status).toBe(201);
  expect(created.headers.get('location')).toBe('/orders/o-1');
  expect(created.headers.get('etag')).toBe('"1"');
  expect(created.json).toMatchObject({ order_id: 'o-1', status: 'on_hold', hold: { code: 'awaiting_check' } });
  const shown = await api.ask('/api/v1/orders/o-1');
  expect([shown.status, shown.json]).toEqual([200, created.json]);
  const listed = await api.ask('/orders?seller_id=s&status=on_hold&hold_code=awaiting_check&sku_id=tea&hub_id=north');
  const { history, ...withoutHistory } = created.json;
  expect(history).toHaveLength(1);
  expect(listed.json).toEqual({ data: [withoutHistory], next_cursor: null });
  const counts = await api.ask('/orders/counts?seller_id=s');
  expect(counts.json).toEqual({ status: { on_hold: 1, new_order: 0, cancelled: 0 }, holds: { awaiting_check: 1 } });
});

test('a flat body is an order of one line, and ids may be integers', async () => {
  await using api = await serveApi();
  const flat = { order_id: 7, seller_id: 8, sku_id: 'tea', hub_id: 'north', quantity: 1, price: 10.5, currency: 'EUR' };
  const { status, json } = await api.ask('/orders', { json: flat });
  expect(status).toBe(201);
  expect(json).toMatchObject({ order_id: '7', seller_id: '8', lines: [{ price: '10.5', currency: 'EUR' }] });
});

test('the same order again is unchanged, other content a conflict', async () => {
  await using api = await serveApi();
  await api.ask('/orders', { json: order({ order_id: 'o-1' }) });
  expect((await api.ask('/orders', { json: order({ order_id: 'o-1' }) })).status).toBe(200);
  const other = await api.ask('/orders', { json: order({ order_id: 'o-1', seller_id: 'x' }) });
  expect([other.status, other.json.code]).toEqual([409, 'order_conflict']);
});

test('an Idempotency-Key replays the stored order, refuses other content, and says so', async () => {
  await using api = await serveApi();
  const headers = { 'Idempotency-Key': 'k-1' };
  const first = await api.ask('/orders', { json: order(), headers });
  const again = await api.ask('/orders', { json: order(), headers });
  expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([201, null]);
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
  expect(again.json.order_id).toBe(first.json.order_id);
  const other = await api.ask('/orders', { json: order({ seller_id: 'x' }), headers });
  expect([other.status, other.json.code]).toEqual([422, 'idempotency_key_reused']);
  const unknown = { json: order({ lines: [{ sku_id: 'ghost', hub_id: 'north', quantity: 1 }] }) };
  expect((await api.ask('/orders', { ...unknown, headers: { 'Idempotency-Key': 'k-2' } })).status).toBe(422);
  expect((await api.ask('/orders', { json: order(), headers: { 'Idempotency-Key': 'k-2' } })).status).toBe(201);
});

test('an old order is not said to be the replay of a request whose key is new', async () => {
  await using api = await serveApi();
  await api.ask('/orders', { json: order({ order_id: 'o-1' }), headers: { 'Idempotency-Key': 'k-1' } });
  const with2 = { json: order({ order_id: 'o-1' }), headers: { 'Idempotency-Key': 'k-2' } };
  const fresh = await api.ask('/orders', with2);
  expect([fresh.status, fresh.headers.get('idempotent-replayed')]).toEqual([200, null]);
  const again = await api.ask('/orders', { ...with2, headers: { 'Idempotency-Key': 'k-1' } });
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
});

const parallel = 1_000;

test.each([
  ['an order id', { order_id: 'o-1' }, {}],
  ['an Idempotency-Key', {}, { 'Idempotency-Key': 'k-1' }],
  ['both', { order_id: 'o-1' }, { 'Idempotency-Key': 'k-1' }],
])('1,000 parallel requests with %s are one order', async (_what, parts, headers) => {
  await using api = await serveApi();
  const answers = await Promise.all(
    Array.from({ length: parallel }, () => api.ask('/orders', { json: order(parts), headers })),
  );
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 201).length).toBe(1);
  const rest = answers.filter(({ status }) => status !== 201);
  for (const { status, json } of rest) {
    expect(status === 200 || (status === 409 && json.code === 'request_in_flight')).toBe(true);
  }
  expect((await api.ask('/orders')).json.data.length).toBe(1);
});

test('1,000 parallel requests under one id, each with content of its own, are one order and 999 conflicts', async () => {
  await using api = await serveApi();
  const answers = await Promise.all(
    Array.from({ length: parallel }, (_, n) =>
      api.ask('/orders', { json: order({ order_id: 'o-1', seller_id: `s-${n}` }) }),
    ),
  );
  expect(answers.filter(({ status }) => status === 201).length).toBe(1);
  expect(answers.filter(({ status, json }) => status === 409 && json.code === 'order_conflict').length).toBe(999);
});

test('pages meet without gap or repeat', async () => {
  await using api = await serveApi();
  for (let n = 0; n < 5; n += 1) await api.ask('/orders', { json: order({ order_id: `o-${n}` }) });
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { json } = await api.ask(`/orders?limit=2${more}`);
    seen.push(...json.data.map((one: { order_id: string }) => one.order_id));
    cursor = json.next_cursor;
  }
  expect(seen.sort()).toEqual(['o-0', 'o-1', 'o-2', 'o-3', 'o-4']);
});

test('both ends of a range of days belong to it', async () => {
  await using api = await serveApi();
  await api.ask('/orders', { json: order({ order_id: 'o-1' }) });
  const today = new Date().toISOString().slice(0, 10);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const count = async (query: string) => (await api.ask(`/orders?${query}`)).json.data.length;
  expect(await count(`start_date=${today}&end_date=${tomorrow}`)).toBe(1);
  expect(await count(`start_date=${today}T00:00:00Z&end_date=2999-12-31`)).toBe(1);
  expect(await count(`start_date=${tomorrow}`)).toBe(0);
  expect(await count('end_date=2001-01-01')).toBe(0);
});

test('commands move an order, answer 200 for what stands, and keep to If-Match', async () => {
  await using api = await serveApi();
  await api.ask('/orders', { json: order({ order_id: 'o-1' }) });
  const command = (name: string, headers = {}) => api.ask(`/orders/o-1/${name}`, { method: 'POST', headers });
  const held = await api.ask('/orders/o-1/hold', { json: { reason: 'fraud check' }, headers: { 'If-Match': '"1"' } });
  expect(held.json).toMatchObject({ status: 'on_hold', hold: { code: 'manual', last_answer: 'fraud check' } });
  expect((await command('hold')).status).toBe(200);
  const refused = await command('retry');
  expect([refused.status, refused.json.code]).toEqual([409, 'wrong_state']);
  const stale = await command('unhold', { 'If-Match': '"1"' });
  expect([stale.status, stale.json.code]).toEqual([412, 'version_mismatch']);
  expect((await command('unhold', { 'If-Match': held.headers.get('etag') })).json.status).toBe('new_order');
  expect((await command('cancel')).json.status).toBe('cancelled');
  expect((await command('cancel')).status).toBe(200);
  expect(await api.inventory.stockOf('t', { skuId: 'tea', hubId: 'north' })).toBe(10);
});

test('a restock wakes the orders that wait for it', async () => {
  await using api = await serveApi();
  await api.ask('/orders', {
    json: order({ order_id: 'o-1', lines: [{ sku_id: 'tea', hub_id: 'north', quantity: 99 }] }),
  });
  await api.oms.confirmOrders('t', ['o-1']);
  const woken = await api.ask('/inventory/restocked', { json: { sku_id: 'tea', hub_id: 'north' } });
  expect([woken.status, woken.json]).toEqual([200, { groups: 1 }]);
});
