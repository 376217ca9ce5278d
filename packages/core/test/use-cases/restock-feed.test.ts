import { expect, test } from 'vitest';
import { createOrders, type EventAnswer, type OrderRepo, type RestockFeed } from '../../src/index.js';
import {
  ManualClock,
  MemoryInventoryGateway,
  MemoryOrderEventBus,
  MemoryOrderRepo,
  MemoryRestockFeed,
  MemoryRestocks,
  SeededIds,
} from '../../src/memory/index.js';
import { context, tea } from './memory-oms.js';

const pair = { skuId: 'tea', hubId: 'north' };

/** An order that waits for stock which is there by now, and a retry worker that runs. */
const openWaiting = async ({ failures = 0, feed }: { failures?: number; feed?: RestockFeed } = {}) => {
  const clock = new ManualClock();
  const restocks = new MemoryRestocks();
  const orders = new MemoryOrderRepo();
  let left = failures;
  const wakeGroups: OrderRepo['wakeGroups'] = async (...given) => {
    if (left === 0) return orders.wakeGroups(...given);
    left -= 1;
    throw new Error('The store is down.');
  };
  const stock = new MemoryInventoryGateway();
  const oms = createOrders({
    orders: new Proxy(orders, {
      get: (target, name) => {
        const found: unknown = name === 'wakeGroups' ? wakeGroups : Reflect.get(target, name);
        return typeof found === 'function' ? found.bind(target) : found;
      },
    }),
    events: new MemoryOrderEventBus(clock),
    inventory: stock,
    restocks: feed ?? new MemoryRestockFeed(clock, restocks, { maxTries: 2 }),
    clock,
    ids: new SeededIds(1),
  });
  await stock.deliver('t', 'none', [{ ...pair, quantity: 0 }]);
  await oms.createOrder(context, { orderId: 'o-1', ...tea(2) });
  await oms.confirmOrders('t', ['o-1']);
  await stock.deliver('t', 'some', [{ ...pair, quantity: 2 }]);
  const stop = new AbortController();
  const running = oms.workers.retry.run(stop.signal);
  const pass = async (seconds: number) => {
    for (let n = 0; n < seconds * 10; n += 1) {
      for (let turns = 0; turns < 50; turns += 1) await Promise.resolve();
      clock.advance(100);
    }
  };
  const end = () => {
    stop.abort();
    return running;
  };
  const statusOf = async () => (await oms.getOrder(context, { orderId: 'o-1' })).status;
  return { restocks, pass, end, statusOf };
};

test('a restock that the feed tells of makes the orders due that wait for it, of its tenant and item alone', async () => {
  const { restocks, pass, end, statusOf } = await openWaiting();
  restocks.send('other', { sku_id: 'tea', hub_id: 'north' });
  restocks.send('t', { sku_id: 'tea', hub_id: 'south' });
  await pass(5);
  expect(await statusOf()).toBe('on_hold');
  restocks.send('t', { sku_id: 'tea', hub_id: 'north' });
  await pass(5);
  expect(await statusOf()).toBe('new_order');
  await end();
});

test('a restock that could not be written down comes again, and is not taken for poison', async () => {
  const { restocks, pass, end, statusOf } = await openWaiting({ failures: 5 });
  restocks.send('t', { sku_id: 'tea', hub_id: 'north' });
  await pass(10);
  expect(await statusOf()).toBe('new_order');
  expect([restocks.sent, restocks.dead]).toEqual([[], []]);
  await end();
});

test('of a batch each message wakes orders of its own tenant, and what has no id is poison', async () => {
  const batches: (readonly EventAnswer[])[] = [];
  const messages = [
    { tenantId: 'other', skuId: 'tea', hubId: 'north' },
    { tenantId: 't', skuId: 'tea', hubId: 'south' },
    { tenantId: 't', skuId: 'no id', hubId: 'north' },
  ];
  const feed: RestockFeed = { consume: async (handler) => void batches.push(await handler(messages)) };
  const { pass, end, statusOf } = await openWaiting({ feed });
  await pass(5);
  expect(batches).toEqual([[{ answer: 'done' }, { answer: 'done' }, { answer: 'poison', reason: 'invalid_id' }]]);
  expect(await statusOf()).toBe('on_hold');
  await end();
});
