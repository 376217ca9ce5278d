import { expect, test } from 'vitest';
import { createOms, EventPublisher, type OrderEventMessage } from '../../src/index.js';
import { context, memoryOms, tea } from './memory-oms.js';

/** OMS whose bus takes a batch whenever it is let, and hands its events to a publisher. */
const heldBus = async (maxWaiting?: number) => {
  const batches: string[][] = [];
  const answers: (() => void)[] = [];
  const setup = await memoryOms({
    events: (bus) =>
      Object.assign(Object.create(bus), {
        publish: async (messages: readonly OrderEventMessage[]) => {
          batches.push(messages.map(({ orderId }) => orderId));
          await new Promise<void>((resolve) => answers.push(resolve));
          return bus.publish(messages);
        },
      }),
  });
  const publisher = new EventPublisher(
    { orders: setup.ports.orders, events: setup.ports.events, observer: setup.ports.observer },
    maxWaiting === undefined ? {} : { maxWaiting },
  );
  const oms = createOms({ ...setup.ports, publisher });
  const create = (orderId: string) => oms.createOrder(context, { orderId, ...tea(1) });
  return { ...setup, publisher, create, batches, takeBatch: () => answers.shift()?.() };
};

const isOver = (work: Promise<unknown>) =>
  Promise.race([work.then(() => true), new Promise((resolve) => setImmediate(resolve, false))]);

test('an order is accepted while the bus says nothing, and its event stays in the outbox', async () => {
  const { create, orders, clock } = await heldBus();
  expect((await create('o-1')).outcome).toBe('created');
  clock.advance(30_000);
  const [unpublished] = await orders.leaseUnpublished({ now: clock.now(), leaseMs: 1, limit: 9 });
  expect(unpublished?.events.map(({ type }) => type)).toEqual(['order.created']);
});

test('what comes while a batch is on its way is the next batch, and drained waits for both', async () => {
  const { create, batches, takeBatch, publisher, orders } = await heldBus();
  for (const orderId of ['o-1', 'o-2', 'o-3']) await create(orderId);
  expect(batches).toEqual([['o-1']]);
  const drained = publisher.drained();
  takeBatch();
  expect(await isOver(drained)).toBe(false);
  expect(batches).toEqual([['o-1'], ['o-2', 'o-3']]);
  takeBatch();
  await drained;
  expect(await orders.countUnpublished()).toMatchObject({ orders: 0 });
});

test('no more wait than may: then the next one waits for the batch that is on its way', async () => {
  const { create, takeBatch } = await heldBus(2);
  for (const orderId of ['o-1', 'o-2', 'o-3']) await create(orderId);
  const next = create('o-4');
  expect(await isOver(next)).toBe(false);
  takeBatch();
  expect((await next).outcome).toBe('created');
});

test('a bus that fails leaves a batch to the relay, and the next one is tried', async () => {
  const { create, ports, publisher, facts } = await heldBus();
  ports.events.publish = async () => {
    throw new Error('down');
  };
  await create('o-1');
  await create('o-2');
  await publisher.drained();
  expect(facts.filter(({ kind }) => kind === 'publish_postponed').length).toBe(2);
});
