import { expect, test } from 'vitest';
import { OmsError } from '../../src/index.js';
import { context, memoryOms, tea } from './memory-oms.js';

const down = new OmsError('unavailable', 'inventory_unavailable', 'down', { retryAfterMs: 30_000 });

test('a new order is on hold with its event in the outbox until the bus has it', async () => {
  const { oms, orders, clock } = await memoryOms({
    events: (bus) => Object.assign(Object.create(bus), { publish: async () => Promise.reject(down) }),
  });
  const { outcome, order } = await oms.createOrder(context, { orderId: 'o-1', ...tea(2) });
  expect([outcome, order.status, order.hold?.code]).toEqual(['created', 'on_hold', 'awaiting_check']);
  clock.advance(30_000);
  const [unpublished] = await orders.leaseUnpublished({ now: clock.now(), leaseMs: 1, limit: 9 });
  expect(unpublished?.events.map(({ type }) => type)).toEqual(['order.created']);
});

test('the same order again is unchanged; other content is a conflict and changes nothing', async () => {
  const { oms, stock } = await memoryOms();
  await oms.createOrder(context, { orderId: 'o-1', ...tea(2) });
  expect((await oms.createOrder(context, { orderId: 'o-1', ...tea(2) })).outcome).toBe('unchanged');
  await expect(oms.createOrder(context, { orderId: 'o-1', ...tea(3) })).rejects.toMatchObject({
    kind: 'conflict',
    code: 'order_conflict',
  });
  expect(await stock.stockOf('t', { skuId: 'tea', hubId: 'north' })).toBe(10);
});

test('every order that was to be stored is observed by its outcome, also one that was looked up first', async () => {
  const { oms, orders, facts } = await memoryOms();
  const outcomes = () =>
    facts.flatMap((fact) => (fact.kind === 'orders_stored' ? [[fact.created, fact.unchanged, fact.conflicts]] : []));
  const [created, unchanged, conflict] = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  await oms.createOrder(context, { orderId: 'o-1', ...tea(2) });
  await oms.createOrder(context, { orderId: 'o-1', ...tea(2) });
  await oms.createOrder(context, { orderId: 'o-1', ...tea(3) }).catch(() => undefined);
  expect(outcomes()).toEqual([created, unchanged, conflict]);
  orders.getMany = async (_tenant, ids) => ids.map(() => undefined);
  await oms.createOrder(context, { orderId: 'o-1', ...tea(2) });
  await oms.createOrder(context, { orderId: 'o-1', ...tea(3) }).catch(() => undefined);
  expect(outcomes().slice(3)).toEqual([unchanged, conflict]);
});

test('an idempotency key decides the id, and is refused for other content', async () => {
  const { oms } = await memoryOms();
  const first = await oms.createOrder(context, { idempotencyKey: 'k', ...tea(1) });
  const again = await oms.createOrder(context, { idempotencyKey: 'k', ...tea(1) });
  expect([again.outcome, again.order.orderId]).toEqual(['unchanged', first.order.orderId]);
  await expect(oms.createOrder(context, { idempotencyKey: 'k', ...tea(2) })).rejects.toMatchObject({
    code: 'idempotency_key_reused',
  });
  await expect(oms.createOrder(context, { orderId: 'o-9', idempotencyKey: 'k', ...tea(2) })).rejects.toMatchObject({
    code: 'idempotency_key_reused',
  });
});

test('an inventory that is down stores nothing; a stored order is answered whatever the inventory says', async () => {
  let isDown = false;
  const { oms } = await memoryOms({
    inventory: (real) => ({
      ...bound(real),
      check: async (t, p) => (isDown ? Promise.reject(down) : real.check(t, p)),
    }),
  });
  await oms.createOrder(context, { orderId: 'o-1', ...tea(1) });
  isDown = true;
  await expect(oms.createOrder(context, { orderId: 'o-2', ...tea(1) })).rejects.toMatchObject({
    kind: 'unavailable',
    retryAfterMs: 30_000,
  });
  await expect(oms.getOrder(context, { orderId: 'o-2' })).rejects.toMatchObject({ kind: 'not_found' });
  expect((await oms.createOrder(context, { orderId: 'o-1', ...tea(1) })).outcome).toBe('unchanged');
});

test('confirming claims once, however often the event comes', async () => {
  const { oms, stock } = await memoryOms();
  await oms.createOrder(context, { orderId: 'o-1', ...tea(4) });
  for (let i = 0; i < 3; i += 1) await oms.confirmOrders('t', ['o-1', 'o-1']);
  expect((await oms.getOrder(context, { orderId: 'o-1' })).status).toBe('new_order');
  expect(await stock.stockOf('t', { skuId: 'tea', hubId: 'north' })).toBe(6);
});

test('missing stock holds the order with its shortage, and a restock brings it back at once', async () => {
  const { oms, stock } = await memoryOms();
  await oms.createOrder(context, { orderId: 'o-1', ...tea(40) });
  await oms.confirmOrders('t', ['o-1']);
  const held = await oms.getOrder(context, { orderId: 'o-1' });
  expect(held.hold).toMatchObject({
    code: 'insufficient_stock',
    attempts: 1,
    shortages: [{ skuId: 'tea', wanted: 40, available: 10 }],
  });
  expect(await oms.retryDue()).toEqual({ count: 0, pauseMs: 0 });
  await stock.deliver('t', 'second', [{ skuId: 'tea', hubId: 'north', quantity: 30 }]);
  expect(await oms.restock(context, { pairs: [{ skuId: 'tea', hubId: 'north' }] })).toBe(1);
  await oms.retryDue();
  expect((await oms.getOrder(context, { orderId: 'o-1' })).status).toBe('new_order');
});

test('after a shortage the turn goes on with smaller orders, and the oldest comes first', async () => {
  const { oms, stock, clock } = await memoryOms();
  for (const [orderId, quantity] of [
    ['a', 30],
    ['b', 20],
    ['c', 5],
  ] as const) {
    await oms.createOrder(context, { orderId, ...tea(quantity) });
    clock.advance(1);
  }
  await oms.createOrder(context, { orderId: 'z', ...tea(10) });
  await oms.confirmOrders('t', ['z']);
  await oms.confirmOrders('t', ['a', 'b', 'c']);
  await stock.deliver('t', 'second', [{ skuId: 'tea', hubId: 'north', quantity: 25 }]);
  await oms.restock(context, { pairs: [{ skuId: 'tea', hubId: 'north' }] });
  await oms.retryDue();
  const states = await Promise.all(
    ['a', 'b', 'c'].map(async (orderId) => (await oms.getOrder(context, { orderId })).status),
  );
  expect(states).toEqual(['on_hold', 'new_order', 'new_order']);
});

test('an outage of the inventory parks the order without counting a try, and one probe brings all back', async () => {
  let isDown = true;
  let calls = 0;
  const { oms, clock } = await memoryOms({
    inventory: (real) => ({
      ...bound(real),
      claim: async (t, claims) => {
        calls += 1;
        return isDown
          ? claims.map(() => ({ answer: 'not_attempted', retryAfterMs: 1_000, reason: 'down' }))
          : real.claim(t, claims);
      },
    }),
  });
  const ids = ['o-1', 'o-2', 'o-3'];
  for (const orderId of ids) await oms.createOrder(context, { orderId, ...tea(1) });
  expect((await oms.confirmOrders('t', ids)).pauseMs).toBe(1_000);
  expect((await oms.getOrder(context, { orderId: 'o-1' })).hold).toMatchObject({
    code: 'inventory_unavailable',
    attempts: 0,
  });
  calls = 0;
  clock.advance(30_000);
  await oms.retryDue();
  expect(calls).toBe(1);
  isDown = false;
  clock.advance(30_000);
  await oms.retryDue();
  expect((await oms.countOrders(context)).status.new_order).toBe(3);
});

test('cancelling gives the stock back once, and a claim in flight leaks nothing', async () => {
  const { oms, stock } = await memoryOms();
  await oms.createOrder(context, { orderId: 'o-1', ...tea(4) });
  await oms.confirmOrders('t', ['o-1']);
  const cancelled = await oms.cancelOrder(context, { orderId: 'o-1' });
  expect([cancelled.status, cancelled.release?.state]).toEqual(['cancelled', 'done']);
  await oms.cancelOrder(context, { orderId: 'o-1' });
  expect(await stock.stockOf('t', { skuId: 'tea', hubId: 'north' })).toBe(10);
  expect(await stock.claim('t', [{ orderId: 'o-1', lines: tea(4).lines }])).toEqual([{ answer: 'released' }]);
});

test('a release that did not succeed is repeated until the inventory has said yes', async () => {
  let isDown = true;
  const { oms, clock } = await memoryOms({
    inventory: (real) => ({
      ...bound(real),
      release: async (t, ids) => (isDown ? Promise.reject(down) : real.release(t, ids)),
    }),
  });
  await oms.createOrder(context, { orderId: 'o-1', ...tea(4) });
  expect((await oms.cancelOrder(context, { orderId: 'o-1' })).release?.state).toBe('due');
  isDown = false;
  clock.advance(60_000);
  await oms.retryDue();
  expect((await oms.getOrder(context, { orderId: 'o-1' })).release?.state).toBe('done');
});

test("a hold is a person's: no event and no worker ends it, unhold does", async () => {
  const { oms, clock } = await memoryOms();
  await oms.createOrder(context, { orderId: 'o-1', ...tea(1) });
  await oms.holdOrder(context, { orderId: 'o-1', reason: 'fraud check' });
  await oms.confirmOrders('t', ['o-1']);
  clock.advance(86_400_000);
  await oms.retryDue();
  expect((await oms.getOrder(context, { orderId: 'o-1' })).hold).toMatchObject({
    code: 'manual',
    lastAnswer: 'fraud check',
  });
  await expect(oms.retryOrder(context, { orderId: 'o-1' })).rejects.toMatchObject({
    kind: 'conflict',
    code: 'wrong_state',
  });
  expect((await oms.unholdOrder(context, { orderId: 'o-1' })).status).toBe('new_order');
  await expect(oms.holdOrder(context, { orderId: 'o-1' })).rejects.toMatchObject({ code: 'wrong_state' });
});

test('a command under another version changes nothing', async () => {
  const { oms } = await memoryOms();
  await oms.createOrder(context, { orderId: 'o-1', ...tea(1) });
  await expect(oms.cancelOrder(context, { orderId: 'o-1', expectedVersion: 7 })).rejects.toMatchObject({
    code: 'version_mismatch',
  });
  expect((await oms.getOrder(context, { orderId: 'o-1' })).status).toBe('on_hold');
});

test('an unchecked order is taken up by the retry worker after its time, and not before', async () => {
  const { oms, clock } = await memoryOms();
  await oms.createOrder(context, { orderId: 'o-1', ...tea(1) });
  clock.advance(599_999);
  await oms.retryDue();
  expect((await oms.getOrder(context, { orderId: 'o-1' })).status).toBe('on_hold');
  clock.advance(60_001);
  await oms.retryDue();
  expect((await oms.getOrder(context, { orderId: 'o-1' })).status).toBe('new_order');
});

test('pages of a list meet without gap or repeat, and a cursor is good for its tenant alone', async () => {
  const { oms, clock } = await memoryOms();
  for (let i = 0; i < 7; i += 1) {
    await oms.createOrder(context, { orderId: `o-${i}`, ...tea(1) });
    if (i % 2 === 0) clock.advance(5);
  }
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await oms.listOrders(context, { limit: 3, cursor });
    seen.push(...page.orders.map(({ orderId }) => orderId));
    cursor = page.nextCursor;
    if (cursor !== undefined)
      await expect(oms.listOrders({ ...context, tenantId: 'u' }, { cursor })).rejects.toMatchObject({
        code: 'invalid_cursor',
      });
  } while (cursor !== undefined);
  expect(seen).toEqual(['o-6', 'o-5', 'o-4', 'o-3', 'o-2', 'o-1', 'o-0']);
  await expect(oms.listOrders(context, { limit: 0 })).rejects.toMatchObject({ code: 'invalid_limit' });
});

/** A gateway's methods as own properties, so that one can be replaced. */
function bound<T extends Parameters<NonNullable<NonNullable<Parameters<typeof memoryOms>[0]>['inventory']>>[0]>(
  real: T,
) {
  return {
    supports: real.supports,
    check: real.check.bind(real),
    claim: real.claim.bind(real),
    release: real.release.bind(real),
  };
}
