import { expect, test } from 'vitest';
import { eventually } from '../../src/contract/index.js';
import type { OrderEventBus, OrderEventMessage, PublishAnswer } from '../../src/index.js';
import { context, memoryOms, tea } from './memory-oms.js';

/** Takes each call of `publish` up, and answers it when it is told to. */
const slowBus = () => {
  const calls: { readonly orderIds: readonly string[]; readonly answer: () => void }[] = [];
  const publish = (messages: readonly OrderEventMessage[]) =>
    new Promise<readonly PublishAnswer[]>((resolve) => {
      const orderIds = messages.map(({ orderId }) => orderId);
      calls.push({ orderIds, answer: () => resolve(messages.map(() => ({ answer: 'published' as const }))) });
    });
  return { calls, events: (bus: OrderEventBus): OrderEventBus => Object.assign(Object.create(bus), { publish }) };
};

const soon = { withinMs: 5_000 };

test('an order is accepted before the bus has its event, however long that takes', async () => {
  const { calls, events } = slowBus();
  const { oms } = await memoryOms({ events });
  const { outcome } = await oms.createOrder(context, { orderId: 'o-1', ...tea(1) });
  expect([outcome, calls.length]).toEqual(['created', 1]);
});

test('orders that are accepted while one is published are published together, then taken out of the outbox', async () => {
  const { calls, events } = slowBus();
  const { oms, orders } = await memoryOms({ events });
  for (const orderId of ['o-1', 'o-2', 'o-3']) await oms.createOrder(context, { orderId, ...tea(1) });
  expect(calls.map(({ orderIds }) => orderIds)).toEqual([['o-1']]);
  calls[0]?.answer();
  await eventually(() => expect(calls.map(({ orderIds }) => orderIds)).toEqual([['o-1'], ['o-2', 'o-3']]), soon);
  calls[1]?.answer();
  await eventually(async () => expect(await orders.countUnpublished()).toEqual({ orders: 0 }), soon);
});

test('behind a bus that stands still no more wait than memory has room for: the rest is left to the relay', async () => {
  const { calls, events } = slowBus();
  const { oms, orders } = await memoryOms({ events });
  const count = 10_100;
  for (let n = 0; n < count; n += 1) await oms.createOrder(context, { orderId: `o-${n}`, ...tea(1) });
  let answered = 0;
  await eventually(async () => {
    for (; answered < calls.length; answered += 1) calls[answered]?.answer();
    expect(await orders.countUnpublished()).toMatchObject({ orders: count - 10_001 });
  }, soon);
});
