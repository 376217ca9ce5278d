import { createOrders } from '@oms/core';
import { MemoryInventoryGateway, MemoryOrderEventBus, SeededIds, SystemClock } from '@oms/core/memory';
import { expect, onTestFinished, test } from 'vitest';
import { SqliteOrderRepo } from '../src/sqlite/index.js';
import { openDatabases } from './open-databases.js';

const workers = 8;
const groups = 48;
const context = { tenantId: 't', actor: 'ann', requestId: 'r' };

test('eight retry workers, each on its own connection, share the groups: each is worked by one, and asked for once', async () => {
  const { another, close } = await openDatabases();
  onTestFinished(close);
  const clock = new SystemClock();
  const stock = new MemoryInventoryGateway();
  const asked: { readonly worker: number; readonly skuId: string; readonly orders: number }[] = [];
  const openOms = async (worker: number) =>
    createOrders({
      orders: new SqliteOrderRepo(await another()),
      events: new MemoryOrderEventBus(clock),
      inventory: {
        supports: stock.supports,
        check: (...given) => stock.check(...given),
        release: (...given) => stock.release(...given),
        claim: (tenantId, claims) => {
          asked.push({ worker, skuId: String(claims[0]?.lines[0]?.skuId), orders: claims.length });
          return stock.claim(tenantId, claims);
        },
      },
      clock,
      ids: new SeededIds(worker + 1),
    });
  const fleet = await Promise.all(Array.from({ length: workers }, (_, worker) => openOms(worker)));
  const [first] = fleet;
  const items = Array.from({ length: groups }, (_, n) => ({ skuId: `s-${n}`, hubId: 'h', quantity: 0 }));
  await stock.deliver('t', 'none', items);
  const orderIds = items.flatMap(({ skuId }) => [0, 1, 2].map((n) => `${skuId}-${n}`));
  for (const orderId of orderIds) {
    const lines = [{ skuId: orderId.slice(0, -2), hubId: 'h', quantity: 1 }];
    await first?.createOrder(context, { orderId, sellerId: 's', lines });
  }
  await first?.confirmOrders('t', orderIds);
  await stock.deliver(
    't',
    'more',
    items.map((item) => ({ ...item, quantity: 3 })),
  );
  await first?.restock(context, { pairs: items });
  asked.length = 0;

  const taken = await Promise.all(fleet.map((oms) => oms.retryDue()));

  expect(taken.reduce((sum, { count }) => sum + count, 0)).toBe(groups);
  for (const { skuId } of items) {
    const calls = asked.filter((call) => call.skuId === skuId);
    expect(new Set(calls.map(({ worker }) => worker)).size, skuId).toBe(1);
    expect(
      calls.map(({ orders }) => orders),
      skuId,
    ).toEqual([1, 2]);
  }
  expect((await first?.countOrders(context))?.status).toMatchObject({ on_hold: 0, new_order: groups * 3 });
});
