import { expect, test } from 'vitest';
import { eventually } from '../../src/contract/index.js';
import { awaitingCheck } from '../../src/domain/new-order.js';
import { holdWith } from '../../src/domain/transitions.js';
import type { OrderEventBus, OrderEventMessage, OrderEventRef } from '../../src/index.js';
import { defaultPolicy } from '../../src/use-cases/policy.js';
import { UnmarkedEvents } from '../../src/use-cases/unmarked-events.js';
import { context, memoryOms, tea } from './memory-oms.js';
import { submitFile } from './submit-file.js';

type Setup = Awaited<ReturnType<typeof memoryOms>>;

const csv = 'order_id,sku_id,quantity,seller_id,hub_id\na,tea,1,s,north\nb,tea,1,s,north\nc,tea,1,s,north\n';

const submit = (setup: Setup) => submitFile(setup, csv);

/** Keeps the references that were marked, by sequence. */
const marksOf = (setup: Setup) => {
  const marked: OrderEventRef[] = [];
  const mark = setup.orders.markPublished.bind(setup.orders);
  setup.orders.markPublished = async (refs) => {
    marked.push(...refs);
    await mark(refs);
  };
  return marked;
};

const isConfirmed = async ({ oms }: Setup, count: number) =>
  expect((await oms.countOrders(context, {})).status.new_order).toBe(count);

const soon = { withinMs: 5_000 };

const confirmAll = async (setup: Setup, count: number) => {
  const stop = new AbortController();
  const running = setup.oms.workers.confirm.run(stop.signal);
  await eventually(() => isConfirmed(setup, count), soon);
  stop.abort();
  await running;
};

const unpublishedSequences = async ({ orders, clock }: Setup) => {
  const left = await orders.leaseUnpublished({ now: clock.now() + 60_000, leaseMs: 0, limit: 10 });
  return left.map(({ order, events }) => [order.orderId, ...events.map(({ sequence }) => sequence)]);
};

test('an order that is settled because of its event needs no other write to take the event out', async () => {
  const setup = await memoryOms();
  const marked = marksOf(setup);
  const finish = setup.bulkOrders.finish.bind(setup.bulkOrders);
  setup.bulkOrders.finish = async (...args) => {
    await confirmAll(setup, 3);
    expect(marked.map(({ sequence }) => sequence)).toEqual([2, 2, 2]);
    expect(await setup.orders.countUnpublished()).toEqual({ orders: 0 });
    return finish(...args);
  };
  const { tenantId, bulkOrderId } = await submit(setup);
  expect(await setup.oms.processBulkOrder({ tenantId, bulkOrderId })).toEqual({ answer: 'done' });
  expect((await setup.oms.getBulkOrder(context, { bulkOrderId })).state).toBe('completed');
});

test('what nobody has settled when an import ends is taken out then', async () => {
  const setup = await memoryOms();
  const marked = marksOf(setup);
  const { tenantId, bulkOrderId } = await submit(setup);
  await setup.oms.processBulkOrder({ tenantId, bulkOrderId });
  expect(marked.map(({ orderId }) => orderId)).toEqual(['a', 'b', 'c']);
  expect(await setup.orders.countUnpublished()).toEqual({ orders: 0 });
});

/** A bulk worker that is through with its file. */
const workedOn = async (setup: Setup) => {
  const { bulkOrderId } = await submit(setup);
  const stop = new AbortController();
  const running = setup.oms.workers.bulk.run(stop.signal);
  const isCompleted = async () =>
    expect((await setup.oms.getBulkOrder(context, { bulkOrderId })).state).toBe('completed');
  await eventually(isCompleted, soon);
  const end = async () => {
    stop.abort();
    await running;
  };
  return { end };
};

test('a worker leaves settlements their time when its file has ended, and then takes out the rest', async () => {
  const setup = await memoryOms();
  const marked = marksOf(setup);
  const { end } = await workedOn(setup);
  setup.clock.advance(15_000);
  await confirmAll(setup, 3);
  expect(marked.map(({ sequence }) => sequence)).toEqual([2, 2, 2]);
  setup.clock.advance(1_000);
  await eventually(() => expect(marked.filter(({ sequence }) => sequence === 1).length).toBe(3), soon);
  await end();
});

test('a worker that is told to stop takes out the rest before it is over', async () => {
  const setup = await memoryOms();
  const marked = marksOf(setup);
  const { end } = await workedOn(setup);
  expect(marked).toEqual([]);
  await end();
  expect(marked.length).toBe(3);
  expect(await setup.orders.countUnpublished()).toEqual({ orders: 0 });
});

const isAway = () => Promise.reject(new Error('it is away'));

/** Takes nothing from its writers; resolves with what does publish. */
const withoutBus = async () => {
  let forge: OrderEventBus['publish'] = isAway;
  const events = (bus: OrderEventBus): OrderEventBus => {
    forge = bus.publish.bind(bus);
    return Object.assign(bus, { publish: isAway });
  };
  return { setup: await memoryOms({ events }), forge };
};

test('an order that is settled though nobody heard of it keeps its events for the relay', async () => {
  const { setup } = await withoutBus();
  await setup.oms.createOrder(context, { orderId: 'o-1', ...tea(1) });
  setup.clock.advance(1_200_000);
  await setup.oms.retryDue();
  await isConfirmed(setup, 1);
  expect(await unpublishedSequences(setup)).toEqual([['o-1', 1, 2]]);
});

/** Held and taken from hold by somebody who died before the check: the order awaits it, with two more events. */
const awaitAgain = async ({ orders }: Setup, orderId: string): Promise<void> => {
  const [order] = await orders.getMany('t', [orderId]);
  const reason = { at: 1, actor: 'anna', why: 'a test' };
  const hold = { code: 'manual' as const, since: 1, attempts: 0, shortages: [] };
  const held = holdWith(order as NonNullable<typeof order>, hold, reason);
  const freed = holdWith(held.order, awaitingCheck(1, 600_000), reason);
  for (const move of [held, freed]) expect(await orders.settleMany([{ ...move, relayAt: 1 }])).toEqual(['done']);
};

test('a message that tells of other content, or of an earlier event, takes nothing out', async () => {
  const { setup, forge } = await withoutBus();
  for (const orderId of ['o-1', 'o-2']) await setup.oms.createOrder(context, { orderId, ...tea(1) });
  await awaitAgain(setup, 'o-2');
  const left = await setup.orders.leaseUnpublished({ now: setup.clock.now() + 60_000, leaseMs: 0, limit: 10 });
  const messages = left.map(({ order, events: [event] }): OrderEventMessage => {
    const lines = order.orderId === 'o-1' ? [{ skuId: 'tea', hubId: 'north', quantity: 9 }] : order.lines;
    return { ...(event as NonNullable<typeof event>), content: { ...order, lines } };
  });
  await forge(messages);
  await confirmAll(setup, 2);
  expect((await unpublishedSequences(setup)).sort()).toEqual([
    ['o-1', 1, 2],
    ['o-2', 1, 2, 3, 4],
  ]);
});

test('a message that claims the place of a later event takes nothing out', async () => {
  const { setup, forge } = await withoutBus();
  await setup.oms.createOrder(context, { orderId: 'o-1', ...tea(1) });
  await awaitAgain(setup, 'o-1');
  const [left] = await setup.orders.leaseUnpublished({ now: setup.clock.now() + 60_000, leaseMs: 0, limit: 1 });
  const { order, events } = left as NonNullable<typeof left>;
  const last = events.at(-1) as NonNullable<(typeof events)[number]>;
  await forge([{ ...last, type: 'order.created', content: order }]);
  await confirmAll(setup, 1);
  expect(await unpublishedSequences(setup)).toEqual([['o-1', 1, 2, 3, 4]]);
});

const refs = (count: number, orderId: string): OrderEventRef[] =>
  Array.from({ length: count }, () => ({ tenantId: 't', orderId, sequence: 1 }));

test('events wait for half of the time after which the relay takes them over, and no longer', async () => {
  const setup = await memoryOms();
  const marked = marksOf(setup);
  const unmarked = new UnmarkedEvents({ ...setup.ports, policy: defaultPolicy });
  await unmarked.add(refs(1, 'early'));
  setup.clock.advance(15_000);
  await unmarked.add(refs(1, 'later'));
  expect(marked).toEqual([]);
  setup.clock.advance(1);
  await unmarked.add(refs(1, 'last'));
  expect(marked).toEqual(refs(1, 'early'));
});

test('no more events wait than 25 chunks have rows: the oldest are taken out', async () => {
  const setup = await memoryOms();
  const marked = marksOf(setup);
  const unmarked = new UnmarkedEvents({ ...setup.ports, policy: defaultPolicy });
  for (const orderId of ['a', 'b']) await unmarked.add(refs(25_000, orderId));
  expect(marked.length).toBe(0);
  await unmarked.add(refs(1, 'c'));
  expect(marked).toEqual(refs(25_000, 'a'));
});

test('what cannot be taken out at the end is left to the relay, and the observer is told how much', async () => {
  const setup = await memoryOms({ orders: (orders) => Object.assign(orders, { markPublished: isAway }) });
  const { tenantId, bulkOrderId } = await submit(setup);
  expect(await setup.oms.processBulkOrder({ tenantId, bulkOrderId })).toEqual({ answer: 'done' });
  expect(setup.facts).toContainEqual({ kind: 'publish_postponed', count: 3, reason: 'Error: it is away' });
  expect((await unpublishedSequences(setup)).length).toBe(3);
});
