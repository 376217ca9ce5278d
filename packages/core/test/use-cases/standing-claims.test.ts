import { expect, test } from 'vitest';
import { createOrders, type InventoryGateway, LedgeredInventory, type OrderRepo } from '../../src/index.js';
import {
  ManualClock,
  MemoryClaimLedger,
  MemoryOrderEventBus,
  MemoryOrderRepo,
  SeededIds,
} from '../../src/memory/index.js';
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

test('what the claim ledger says is deducted for an order, or in doubt, is known without asking the inventory', async () => {
  const clock = new ManualClock();
  const ids = new SeededIds(1);
  const claims = new MemoryClaimLedger();
  const asked: string[] = [];
  const lines = {
    check: async (_: string, pairs: readonly unknown[]) => pairs.map(() => 'known' as const),
    deduct: async (_: string, { orderId }: { readonly orderId: string }) => {
      asked.push(orderId);
      return { answer: 'insufficient', available: 1 } as const;
    },
  };
  const inventory = new LedgeredInventory({ lines, ledger: claims, clock, ids });
  const events = new MemoryOrderEventBus(clock);
  const oms = createOrders({ orders: new MemoryOrderRepo(), events, inventory, claims, clock, ids });
  const orderIds = ['o-1', 'o-2', 'o-3', 'o-4'];
  const cup = { skuId: 'cup', hubId: 'north', quantity: 1 };
  for (const orderId of orderIds) {
    await oms.createOrder(context, {
      orderId,
      sellerId: 's',
      lines: [...tea(8).lines, ...(orderId === 'o-4' ? [cup] : [])],
    });
  }
  await oms.confirmOrders('t', orderIds);
  const attempt = (attemptId: string, line = { ...pair, quantity: 8 }) => {
    const startedAt = clock.now();
    return { attemptId, line, startedAt, deadlineAt: startedAt + 60_000 };
  };
  await claims.start('t', 'o-2', attempt('deducted'));
  await claims.record('t', 'o-2', 'deducted', { outcome: 'deducted' });
  await claims.start('t', 'o-3', attempt('in doubt'));
  await claims.start('t', 'o-4', attempt('a part', cup));
  await claims.record('t', 'o-4', 'a part', { outcome: 'deducted' });
  asked.length = 0;
  clock.advance(600_000);
  await oms.retryDue();
  expect(asked).toEqual(['o-1']);
  const { orders } = await oms.listOrders(context, {});
  expect(Object.fromEntries(orders.map(({ orderId, status, hold }) => [orderId, hold?.code ?? status]))).toEqual({
    'o-1': 'insufficient_stock',
    'o-2': 'new_order',
    'o-3': 'claim_unknown',
    'o-4': 'insufficient_stock',
  });
});
