import { createOrders, type DeductAnswer, LedgeredInventory, type LineInventory, type OrderDraft } from '@oms/core';
import { ManualClock, MemoryClaimLedger, MemoryOrderEventBus, MemoryOrderRepo, SeededIds } from '@oms/core/memory';
import { expect, test } from 'vitest';

const context = { tenantId: 't', actor: 'ann', requestId: 'r' };
const draft: OrderDraft = {
  orderId: 'o',
  sellerId: 's',
  lines: [
    { skuId: 'a', hubId: 'h', quantity: 1 },
    { skuId: 'b', hubId: 'h', quantity: 2 },
  ],
};

/** An OMS over an inventory that only decrements and answers as told, `deducted` unless told. */
const openOms = () => {
  const clock = new ManualClock(1_000_000);
  const answers = new Map<string, DeductAnswer>();
  const asked: string[] = [];
  const lines: LineInventory = {
    check: async (_, pairs) => pairs.map(() => 'known' as const),
    deduct: async (_, { line }) => {
      asked.push(line.skuId);
      return answers.get(line.skuId) ?? { answer: 'deducted' };
    },
  };
  const claims = new MemoryClaimLedger();
  const ids = new SeededIds(1);
  const inventory = new LedgeredInventory({ lines, ledger: claims, clock, ids });
  const events = new MemoryOrderEventBus(clock);
  const oms = createOrders({ orders: new MemoryOrderRepo(), events, inventory, claims, clock, ids });
  const create = async () => {
    await oms.createOrder(context, draft);
    await oms.confirmOrders('t', ['o']);
    return oms.getOrder(context, { orderId: 'o' });
  };
  return { oms, clock, answers, asked, claims, create };
};

const unknown: DeductAnswer = { answer: 'unknown_outcome', reason: 'It did not answer (request 7).' };
const resolution = (skuId: string, deducted: boolean) => ({
  orderId: 'o',
  lines: [{ skuId, hubId: 'h', deducted }],
});

test('a line without an answer holds its order, with what an operator needs to find out', async () => {
  const { answers, create, oms } = openOms();
  answers.set('b', unknown);
  const { status, hold } = await create();
  expect([status, hold?.code, hold?.nextAttemptAt]).toEqual(['on_hold', 'claim_unknown', undefined]);
  expect(hold?.shortages).toEqual([{ skuId: 'b', hubId: 'h', wanted: 2 }]);
  expect(hold?.lastAnswer).toBe(
    '2 of b at h were asked for at 1970-01-01T00:16:40.000Z: It did not answer (request 7).',
  );
  await expect(oms.retryOrder(context, { orderId: 'o' })).rejects.toMatchObject({ code: 'wrong_state' });
});

test('once it is said to be deducted the order is confirmed, and nothing is asked for again', async () => {
  const { answers, asked, create, oms } = openOms();
  answers.set('b', unknown);
  await create();
  const order = await oms.resolveOrder(context, resolution('b', true));
  expect([order.status, asked]).toEqual(['new_order', ['a', 'b']]);
  expect(order.history.map(({ actor }) => actor)).toContain('ann');
  expect((await oms.resolveOrder(context, resolution('b', true))).status).toBe('new_order');
});

test('once it is said not to be deducted that line alone is asked for again', async () => {
  const { answers, asked, create, oms } = openOms();
  answers.set('b', unknown);
  await create();
  answers.delete('b');
  const order = await oms.resolveOrder(context, resolution('b', false));
  expect([order.status, asked]).toEqual(['new_order', ['a', 'b', 'b']]);
});

test('only the line in doubt is resolved, and only once it is in doubt', async () => {
  const { answers, create, claims, clock, oms } = openOms();
  answers.set('b', unknown);
  await create();
  await expect(oms.resolveOrder(context, resolution('c', true))).rejects.toMatchObject({
    kind: 'invalid',
    code: 'unresolvable_line',
  });
  expect((await oms.resolveOrder(context, resolution('a', true))).hold?.code).toBe('claim_unknown');
  const [entry] = await claims.getMany('t', ['o']);
  await claims.record('t', 'o', entry?.attempt?.attemptId ?? '', { outcome: 'not_deducted' });
  const line = { skuId: 'b', hubId: 'h', quantity: 2 };
  const now = clock.now();
  await claims.start('t', 'o', { attemptId: 'x', line, startedAt: now, deadlineAt: now + 10 });
  await expect(oms.resolveOrder(context, resolution('b', true))).rejects.toMatchObject({
    kind: 'conflict',
    code: 'claim_open',
  });
});

test('an order is not cancelled while a line of it has no answer; then what is out is listed until it is back', async () => {
  const { answers, create, oms } = openOms();
  answers.set('b', unknown);
  await create();
  await expect(oms.cancelOrder(context, { orderId: 'o' })).rejects.toMatchObject({
    kind: 'conflict',
    code: 'claim_open',
  });
  answers.set('b', { answer: 'insufficient' });
  expect((await oms.resolveOrder(context, resolution('b', false))).hold?.code).toBe('insufficient_stock');
  const cancelled = await oms.cancelOrder(context, { orderId: 'o' });
  const a = { skuId: 'a', hubId: 'h', quantity: 1 };
  expect([cancelled.status, cancelled.release]).toMatchObject(['cancelled', { state: 'done', unreleased: [a] }]);
  const settled = await oms.resolveOrder(context, resolution('a', false));
  expect(settled.release).toEqual({ state: 'done', nextAttemptAt: expect.any(Number), attempts: 1 });
  expect((await oms.resolveOrder(context, resolution('a', false))).version).toBe(settled.version);
});

test('of an order that is cancelled nothing is asked for any more', async () => {
  const { oms, asked, claims } = openOms();
  await oms.createOrder(context, draft);
  await oms.cancelOrder(context, { orderId: 'o' });
  await oms.confirmOrders('t', ['o']);
  expect([(await oms.getOrder(context, { orderId: 'o' })).status, asked]).toEqual(['cancelled', []]);
  expect((await claims.getMany('t', ['o']))[0]?.isClosed).toBe(true);
});

test('an attempt whose process died is in doubt after its deadline, and not asked for again by itself', async () => {
  const { oms, claims, clock, asked } = openOms();
  await oms.createOrder(context, draft);
  const now = clock.now();
  const line = { skuId: 'a', hubId: 'h', quantity: 1 };
  await claims.start('t', 'o', { attemptId: 'of-the-dead', line, startedAt: now, deadlineAt: now + 60_000 });
  await oms.confirmOrders('t', ['o']);
  expect((await oms.getOrder(context, { orderId: 'o' })).hold?.code).toBe('inventory_unavailable');
  clock.advance(60_001);
  await oms.retryDue();
  expect((await oms.getOrder(context, { orderId: 'o' })).hold?.code).toBe('claim_unknown');
  expect(asked).toEqual([]);
  expect(await claims.record('t', 'o', 'of-the-dead', { outcome: 'deducted' })).toBe('recorded');
  expect((await oms.resolveOrder(context, resolution('a', true))).status).toBe('new_order');
  expect(asked).toEqual(['b']);
});
