import type { RequestListener } from 'node:http';
import { createOrders, type InventoryGateway, LedgeredInventory, type Order, type StockLine } from '@oms/core';
import { ManualClock, MemoryClaimLedger, MemoryOrderEventBus, MemoryOrderRepo, SeededIds } from '@oms/core/memory';
import { expect, onTestFinished, test } from 'vitest';
import { ImsLineInventory, InventoryHttp, NativeInventoryGateway, WmsLineInventory } from '../src/index.js';
import { serve } from './serve.js';
import { serveMemory } from './serve-memory.js';
import { standIn } from './stand-ins.js';

const seed = Number(process.env.OMS_TEST_SEED ?? 8_200);
const losses = 200;
const orders = 300;
const stockOfEach = 10;
const context = { tenantId: 't', actor: 'ann', requestId: 'r' };
const asksForStock = /^\/(claims|inventory\/check-and-update|validate_inventory)$/;

/** Lets a service do what it is asked, and loses its answer on the way, a share of them, at seeded points. */
const losing = (listener: RequestListener, share: number) => {
  const random = new SeededIds(seed);
  const state = { lost: 0 };
  const lossy: RequestListener = (request, response) => {
    const isLost = asksForStock.test(String(request.url)) && state.lost < losses && random.random() < share;
    if (isLost) {
      state.lost += 1;
      const hangUp = () => {
        request.socket.destroy();
        return response;
      };
      response.writeHead = () => response;
      response.end = hangUp;
    }
    listener(request, response);
  };
  return { state, lossy };
};

/** One to three lines, of items that no other order has. */
const linesOf = (n: number): readonly StockLine[] =>
  Array.from({ length: 1 + (n % 3) }, (_, line) => ({ skuId: `s-${n}-${line}`, hubId: 'h', quantity: 1 + (n % 4) }));

const everyLine = Array.from({ length: orders }, (_, n) => linesOf(n)).flat();

const openOms = (inventory: InventoryGateway, claims?: MemoryClaimLedger) => {
  const clock = new ManualClock();
  const repo = new MemoryOrderRepo();
  const events = new MemoryOrderEventBus(clock);
  const oms = createOrders({ orders: repo, events, inventory, clock, ids: new SeededIds(seed), claims });
  const all = async (): Promise<readonly Order[]> => {
    const ids = Array.from({ length: orders }, (_, n) => `o-${n}`);
    return (await repo.getMany('t', ids)).filter((order) => order !== undefined);
  };
  const intake = async () => {
    for (let n = 0; n < orders; n += 1) {
      await oms.createOrder(context, { orderId: `o-${n}`, sellerId: 's', lines: linesOf(n) });
      await oms.confirmOrders('t', [`o-${n}`]);
    }
  };
  return { oms, clock, all, intake };
};

const patient = { breakAfter: Number.MAX_SAFE_INTEGER };

test(`native: ${losses} answers lost, and every order is right and the stock exact (seed ${seed})`, async () => {
  const { memory, listener } = serveMemory();
  const { state, lossy } = losing(listener, 0.8);
  const { url, close } = await serve(lossy);
  onTestFinished(close);
  await memory.deliver(
    't',
    'd',
    everyLine.map((line) => ({ ...line, quantity: stockOfEach })),
  );
  const { oms, clock, all, intake } = openOms(new NativeInventoryGateway(new InventoryHttp(url, patient)));
  await intake();
  for (let rounds = 0; rounds < 500 && (await all()).some(({ status }) => status !== 'new_order'); rounds += 1) {
    clock.advance(30_000);
    await oms.retryDue();
  }
  expect(state.lost).toBe(losses);
  expect((await all()).filter(({ status }) => status !== 'new_order')).toEqual([]);
  for (const { skuId, hubId, quantity } of everyLine) {
    expect(await memory.stockOf('t', { skuId, hubId }), skuId).toBe(stockOfEach - quantity);
  }
});

for (const [dialect, Lines] of [
  ['ims', ImsLineInventory],
  ['wms', WmsLineInventory],
] as const) {
  test(`${dialect}: ${losses} answers lost, and each holds its order until somebody tells (seed ${seed})`, async () => {
    const service = await standIn(dialect, { slowMs: 0 });
    const { state, lossy } = losing(service.listener, 0.4);
    const { url, close } = await serve(lossy);
    onTestFinished(close);
    for (const { skuId, hubId } of everyLine) service.add('t', hubId, skuId, stockOfEach);
    const claims = new MemoryClaimLedger();
    const clock = new ManualClock();
    const lines = new Lines(new InventoryHttp(url, patient));
    const inventory = new LedgeredInventory({ lines, ledger: claims, clock, ids: new SeededIds(seed + 1) });
    const { oms, all, intake } = openOms(inventory, claims);
    await intake();
    const inDoubt = async () => (await all()).filter(({ hold }) => hold?.code === 'claim_unknown');
    expect(
      (await all()).filter(({ status, hold }) => status !== 'new_order' && hold?.code !== 'claim_unknown'),
    ).toEqual([]);
    expect((await inDoubt()).length).toBe(state.lost);

    let resolved = 0;
    for (let held = await inDoubt(); held.length > 0; held = await inDoubt()) {
      for (const { orderId, hold } of held) {
        const [line] = hold?.shortages ?? [];
        if (line === undefined) throw new Error(`${orderId} does not tell which line is in doubt`);
        const { skuId, hubId, wanted } = line;
        const deducted = service.left('t', hubId, skuId) === stockOfEach - wanted;
        await oms.resolveOrder(context, { orderId, lines: [{ skuId, hubId, deducted }] });
        resolved += 1;
      }
    }
    expect([state.lost, resolved]).toEqual([losses, losses]);
    expect((await all()).filter(({ status }) => status !== 'new_order')).toEqual([]);
    for (const { skuId, hubId, quantity } of everyLine) {
      expect(service.left('t', hubId, skuId), skuId).toBe(stockOfEach - quantity);
      expect(service.asked.filter((one) => one.skuId === skuId).length, skuId).toBe(1);
    }
  });
}
