import { expect, test } from 'vitest';
import type { InventoryGateway, OrderRepo } from '../../src/index.js';
import { context, memoryOms, tea } from './memory-oms.js';

const pair = { skuId: 'tea', hubId: 'north' };

/** The first confirmation is lost to somebody who settled the order as short of stock. */
const losesFirstSettlement = (orders: OrderRepo): OrderRepo => {
  let isLost = false;
  return Object.assign(Object.create(orders) as OrderRepo, {
    insertMany: orders.insertMany.bind(orders),
    getMany: orders.getMany.bind(orders),
    settleMany: async (writes: Parameters<OrderRepo['settleMany']>[0]) => {
      const [write] = writes;
      if (isLost || write?.order.status !== 'new_order') return orders.settleMany(writes);
      isLost = true;
      const hold = { code: 'insufficient_stock' as const, since: 1, attempts: 1, shortages: [] };
      const held = { ...write.order, status: 'on_hold' as const, hold };
      await orders.settleMany([{ ...write, order: held, events: [] }]);
      return orders.settleMany(writes);
    },
    waiting: orders.waiting.bind(orders),
  });
};

test('a settlement that was lost to another is written again from what the order has become', async () => {
  const { oms, stock } = await memoryOms({ orders: losesFirstSettlement });
  await oms.createOrder(context, { orderId: 'o-1', ...tea(2) });
  await oms.confirmOrders('t', ['o-1']);
  expect((await oms.getOrder(context, { orderId: 'o-1' })).status).toBe('new_order');
  expect(await stock.stockOf('t', pair)).toBe(8);
});

test('an order whose claim stands comes free though its group is short of stock', async () => {
  let inventory: InventoryGateway | undefined;
  const { oms, clock } = await memoryOms({
    inventory: (real) => {
      inventory = real;
      return real;
    },
  });
  for (const orderId of ['o-1', 'o-2']) await oms.createOrder(context, { orderId, ...tea(8) });
  await oms.createOrder(context, { orderId: 'o-3', ...tea(9) });
  await oms.confirmOrders('t', ['o-1', 'o-2', 'o-3']);
  await oms.cancelOrder(context, { orderId: 'o-1' });
  await inventory?.claim('t', [{ orderId: 'o-3', lines: [{ ...pair, quantity: 9 }] }]);
  clock.advance(600_000);
  await oms.retryDue();
  expect((await oms.getOrder(context, { orderId: 'o-3' })).status).toBe('new_order');
  expect((await oms.getOrder(context, { orderId: 'o-2' })).hold?.code).toBe('insufficient_stock');
});

test('a second hold is published after the first, though the writer of the first died', async () => {
  let isBusUp = true;
  const { oms, orders, clock } = await memoryOms({
    events: (bus) =>
      Object.assign(Object.create(bus), {
        publish: async (messages: Parameters<typeof bus.publish>[0]) => {
          if (!isBusUp) throw new Error('The process died.');
          return bus.publish(messages);
        },
      }),
  });
  await oms.createOrder(context, { orderId: 'o-1', ...tea(99) });
  isBusUp = false;
  await oms.confirmOrders('t', ['o-1']);
  isBusUp = true;
  await oms.holdOrder(context, { orderId: 'o-1' });
  const [unpublished] = await orders.leaseUnpublished({ now: clock.now(), leaseMs: 0, limit: 9 });
  expect(unpublished?.events.map(({ sequence }) => sequence)).toEqual([2, 3]);
});
