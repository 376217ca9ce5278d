import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase, SqliteBulkOrderRepo, SqliteInventoryGateway, SqliteOrderRepo } from '@oms/adapters-local/sqlite';
import { isFinished, type Order } from '@oms/core';
import { eventually } from '@oms/core/contract';
import { SeededIds } from '@oms/core/memory';
import { expect, test } from 'vitest';
import { allOrders } from './all-orders.js';
import { askApi } from './ask-api.js';
import { runOms } from './run-oms.js';
import { badRowsPerFile, ordersPerRound, requestsOf, rowsPerFile, Shop } from './shop.js';
import { killed, layouts, type Service, startService } from './start-service.js';
import { temporaryFolder } from './temporary-folder.js';
import { unpublishedIn } from './unpublished-in.js';
import { verifyEvents } from './verify-events.js';

const seed = Number(process.env.OMS_TEST_SEED ?? 20_262);
const rounds = 20;
const stock = 150_000;

const untilAnswered = async (shop: Shop, sent: Promise<unknown>, goal: number): Promise<void> => {
  const isOver = sent.then(() => true);
  while (shop.answered < goal) {
    if (await Promise.race([isOver, new Promise((resolve) => setTimeout(resolve, 2, false))])) return;
  }
};

const untilImporting = async ({ api }: Service, sent: Promise<unknown>): Promise<void> => {
  const isOver = sent.then(() => true);
  for (;;) {
    const { json } = await askApi(`${api}/orders/bulkorder?limit=200`);
    if (json.data.some(({ state }: { state: string }) => state === 'running')) return;
    if (await Promise.race([isOver, new Promise((resolve) => setTimeout(resolve, 20, false))])) return;
  }
};

interface KillWhen {
  readonly answers: number;
  /** Also that a file is being imported: a slow machine has answered for the orders before. */
  readonly isImporting: boolean;
}

/** Kills one of several processes half way, and all once so many requests are answered, or everything is. */
const killAfter = async (service: Service, shop: Shop, { answers, isImporting }: KillWhen): Promise<void> => {
  const before = shop.answered;
  const sent = shop.sendAll(service);
  await untilAnswered(shop, sent, before + answers / 2);
  await service.killOne(answers);
  await untilAnswered(shop, sent, before + answers);
  if (isImporting) await untilImporting(service, sent);
  await service.end('SIGKILL');
  await sent;
};

/** How many files a service that is dead has left undone. */
const undoneIn = async (path: string): Promise<number> => {
  const database = await openDatabase(path);
  try {
    const bulkOrders = await new SqliteBulkOrderRepo(database).list('acme', { limit: 200 });
    return bulkOrders.filter(({ state }) => !isFinished(state)).length;
  } finally {
    await database.close();
  }
};

interface Sent {
  readonly seller_id: string;
  readonly lines: readonly { readonly sku_id: string; readonly hub_id: string; readonly quantity: number }[];
}

const verifyContent = (orders: readonly Order[], accepted: ReadonlyMap<string, string>): void => {
  const byId = new Map(orders.map((order) => [order.orderId, order]));
  for (const [text, orderId] of accepted) {
    const { seller_id, lines } = JSON.parse(text) as Sent;
    const own = lines.map(({ sku_id: skuId, hub_id: hubId, quantity }) => ({ skuId, hubId, quantity }));
    expect(byId.get(orderId), orderId).toMatchObject({ sellerId: seller_id, lines: own });
  }
  for (const { source, sellerId, lines } of orders) {
    if (source.kind !== 'bulk') continue;
    expect([sellerId, lines]).toEqual(['s', [{ skuId: 'tea', hubId: 'north', quantity: 1 }]]);
  }
};

test.each(Object.entries(layouts))(
  `a service %s, killed ${rounds} times, loses nothing that it accepted and does nothing twice (seed ${seed})`,
  {
    timeout: 300_000,
  },
  async (_name, layout) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'stock.csv'), `hub_id,sku_id,quantity\nnorth,tea,${stock}\n`);
    expect((await runOms(['stock', 'load', 'stock.csv', '--tenant', 'acme'], { folder })).status).toBe(0);
    const chance = new SeededIds(seed);
    const shop = new Shop();
    const path = join(folder, 'data', 'oms.db');
    let cutOff = 0;
    for (let round = 0; round < rounds; round += 1) {
      shop.pending.push(...requestsOf(round));
      const oms = await startService(layout, folder);
      const answers = 1 + Math.floor(chance.random() * ordersPerRound);
      await killAfter(oms, shop, { answers, isImporting: round % 2 === 0 });
      cutOff += Number((await undoneIn(path)) > 0);
    }
    expect(cutOff, 'rounds that cut off an import').toBeGreaterThan(rounds / 4);
    if (layout.length > 1) expect([...killed].sort()).toEqual(layout.map((_, index) => index));
    const oms = await startService(layout, folder);
    while (shop.pending.length > 0) await shop.sendAll(oms);
    await eventually(
      async () => {
        const { json: bulk } = await askApi(`${oms.api}/orders/bulkorder?limit=200`);
        expect(bulk.data.filter(({ state }: { state: string }) => state !== 'completed')).toEqual([]);
        expect((await askApi(`${oms.api}/orders/counts`)).json.status.on_hold).toBe(0);
      },
      { withinMs: 60_000 },
    );
    await eventually(() => expect(unpublishedIn(path)).toBe(0), { withinMs: 10_000 });
    expect((await oms.end('SIGTERM')).status).toBe(0);

    const database = await openDatabase(path);
    try {
      const orders = await allOrders(new SqliteOrderRepo(database), 'acme');
      const own = new Set(orders.map(({ orderId }) => orderId));
      for (const orderId of shop.accepted.values()) expect(own).toContain(orderId);
      verifyContent(orders, shop.accepted);
      expect(new Set(shop.accepted.values()).size).toBe(rounds * ordersPerRound);
      expect(orders.filter(({ source }) => source.kind === 'api').length).toBe(rounds * ordersPerRound);
      const fromFiles = orders.filter(({ source }) => source.kind === 'bulk').length;
      expect(fromFiles).toBe(rounds * (rowsPerFile - badRowsPerFile));
      const bulkOrders = await new SqliteBulkOrderRepo(database).list('acme', { limit: 200 });
      expect(bulkOrders.reduce((sum, { progress }) => sum + progress.ordersCreated, 0)).toBe(fromFiles);
      for (const { progress } of bulkOrders) expect(progress.rowsRejected).toBe(badRowsPerFile);
      for (const bulkOrderId of shop.bulkOrders) {
        expect(bulkOrders.find((bulkOrder) => bulkOrder.bulkOrderId === bulkOrderId)?.state).toBe('completed');
      }
      const sold = orders.flatMap(({ lines }) => lines).reduce((sum, { quantity }) => sum + quantity, 0);
      const left = await new SqliteInventoryGateway(database).stockOf('acme', { skuId: 'tea', hubId: 'north' });
      expect(left).toBe(stock - sold);
      verifyEvents(path, orders);
    } finally {
      await database.close();
    }
  },
);
