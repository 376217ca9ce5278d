import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openDatabase, SqliteBulkOrderRepo, SqliteInventoryGateway, SqliteOrderRepo } from '@oms/adapters-local/sqlite';
import { eventually } from '@oms/core/contract';
import { SeededIds } from '@oms/core/memory';
import { expect, test } from 'vitest';
import { workerRoles } from '../src/roles/role.js';
import { allOrders } from './all-orders.js';
import { askApi } from './ask-api.js';
import { makeOrderFile } from './order-file.js';
import { runOms } from './run-oms.js';
import { type RunningOms, startOms } from './start-oms.js';
import { temporaryFolder } from './temporary-folder.js';
import { verifyEvents } from './verify-events.js';
import { verifyImport } from './verify-import.js';

const seed = Number(process.env.OMS_TEST_SEED ?? 20_262);
const rounds = 20;
const ordersPerRound = 40;
const rowsPerFile = 1_500;
const stock = 60_000;

/** A request that is sent until it is answered. */
interface Pending {
  readonly path: string;
  readonly key?: string;
  readonly json?: unknown;
  readonly csv?: string;
}

const requestsOf = (round: number): readonly Pending[] => {
  const lines = [{ sku_id: 'tea', hub_id: 'north', quantity: 1 + (round % 3) }];
  const orders = Array.from({ length: ordersPerRound }, (_, n): Pending => {
    const byKey = n % 2 === 0;
    const json = { ...(byKey ? {} : { order_id: `http-${round}-${n}` }), seller_id: `s-${round}-${n}`, lines };
    return { path: '/orders', json, ...(byKey ? { key: `key-${round}-${n}` } : {}) };
  });
  const rows = Array.from({ length: rowsPerFile }, (_, n) =>
    n % 50 === 49 ? `file-${round}-${n},tea,0,s,north` : `${n % 3 === 0 ? '' : `file-${round}-${n}`},tea,1,s,north`,
  );
  const csv = `order_id,sku_id,quantity,seller_id,hub_id\n${rows.join('\n')}\n`;
  return [{ path: '/s3/filepath', csv }, ...orders];
};

const badRowsPerFile = rowsPerFile / 50;

class Shop {
  readonly accepted = new Map<string, string>();
  readonly bulkOrders = new Set<string>();
  pending: Pending[] = [];
  answered = 0;

  /** Sends what is pending, and settles once everything is answered or the process is gone. */
  async sendAll({ api }: Pick<RunningOms, 'api'>): Promise<void> {
    const sending = this.pending;
    this.pending = [];
    await Promise.all(sending.map((request) => this.#send(api, request)));
  }

  async #send(api: string, request: Pending): Promise<void> {
    const { path, key, json, csv } = request;
    try {
      const headers = key === undefined ? {} : { 'Idempotency-Key': key };
      const sent = csv === undefined ? { json } : { csv };
      const { status, json: answer } = await askApi(`${api}${path}`, { ...sent, headers });
      if (status === 409 && answer.code === 'request_in_flight') throw new Error('Ask again.');
      expect([status, answer.code]).toEqual([expect.toBeOneOf([200, 201, 202]), undefined]);
      this.answered += 1;
      if (path === '/orders') this.accepted.set(JSON.stringify(json), answer.order_id);
      if (path === '/orders/bulkorder') this.bulkOrders.add(answer.bulk_order_id);
      if (csv !== undefined) await this.#send(api, { path: '/orders/bulkorder', json: { filePath: answer.path } });
    } catch (error) {
      if (error instanceof Error && error.name === 'AssertionError') throw error;
      this.pending.push(request);
    }
  }
}

const untilAnswered = async (shop: Shop, sent: Promise<unknown>, goal: number): Promise<void> => {
  const isOver = sent.then(() => true);
  while (shop.answered < goal) {
    if (await Promise.race([isOver, new Promise((resolve) => setTimeout(resolve, 2, false))])) return;
  }
};

/** Kills one of several processes half way, and all once so many requests are answered, or everything is. */
const killAfter = async (service: Service, shop: Shop, answers: number): Promise<void> => {
  const before = shop.answered;
  const sent = shop.sendAll(service);
  await untilAnswered(shop, sent, before + answers / 2);
  await service.killOne(answers);
  await untilAnswered(shop, sent, before + answers);
  await service.end('SIGKILL');
  await sent;
};

const unpublishedIn = (path: string): number => {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return Number(database.prepare('SELECT count(*) AS n FROM orders WHERE outbox IS NOT NULL').get()?.n);
  } finally {
    database.close();
  }
};

/** All roles in one process, or each in one of its own. */
const layouts = {
  'in one process': [['start']],
  'each in its own': [['api'], ...workerRoles.map((role) => ['worker', role])],
};

interface Service extends Pick<RunningOms, 'api' | 'end'> {
  /** Kills a worker that runs in a process of its own, and starts it again. */
  killOne(n: number): Promise<void>;
}

/** Starts a service; its end is that of all its processes. */
const startService = async (layout: readonly (readonly string[])[], folder: string): Promise<Service> => {
  const processes = await Promise.all(layout.map((args) => startOms(args, { folder })));
  const [{ api }] = processes as [RunningOms];
  return {
    api,
    killOne: async (n) => {
      if (layout.length === 1) return;
      const index = 1 + (n % (layout.length - 1));
      await processes[index]?.end('SIGKILL');
      processes[index] = await startOms(layout[index] as readonly string[], { folder });
    },
    end: async (signal) => {
      const ends = await Promise.all(processes.map((running) => running.end(signal)));
      return ends.find(({ status }) => status !== 0) ?? { status: 0, signal: null };
    },
  };
};

test.each(Object.entries(layouts))(
  `a service %s, killed ${rounds} times, loses nothing that it accepted and does nothing twice (seed ${seed})`,
  {
    timeout: 180_000,
  },
  async (_name, layout) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'stock.csv'), `hub_id,sku_id,quantity\nnorth,tea,${stock}\n`);
    expect((await runOms(['stock', 'load', 'stock.csv', '--tenant', 'acme'], { folder })).status).toBe(0);
    const chance = new SeededIds(seed);
    const shop = new Shop();
    for (let round = 0; round < rounds; round += 1) {
      shop.pending.push(...requestsOf(round));
      const oms = await startService(layout, folder);
      await killAfter(oms, shop, 1 + Math.floor(chance.random() * ordersPerRound));
    }
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
    const path = join(folder, 'data', 'oms.db');
    await eventually(() => expect(unpublishedIn(path)).toBe(0), { withinMs: 10_000 });
    expect((await oms.end('SIGTERM')).status).toBe(0);

    const database = await openDatabase(path);
    try {
      const orders = await allOrders(new SqliteOrderRepo(database), 'acme');
      const own = new Set(orders.map(({ orderId }) => orderId));
      for (const orderId of shop.accepted.values()) expect(own).toContain(orderId);
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

test('an import by the command beside a service that is at the same file is one import', {
  timeout: 60_000,
}, async () => {
  const folder = temporaryFolder();
  const file = await makeOrderFile(folder, { seed: 81 });
  const oms = await startOms(['start'], { folder, env: { OMS_UPLOAD_DIR: '.' } });
  await runOms(['stock', 'load', file.stockName, '--tenant', 'acme'], { folder });
  const submitted = askApi(`${oms.api}/orders/bulkorder`, { json: { filePath: file.name } });
  const imported = runOms(['import', file.name, '--tenant', 'acme', '--json'], { folder });
  const [{ status }, ended] = await Promise.all([submitted, imported]);
  expect([status, ended.status, ended.complaints]).toEqual([202, 0, []]);
  await eventually(
    async () => {
      const { json } = await askApi(`${oms.api}/orders/bulkorder`);
      expect(json.data.filter(({ state }: { state: string }) => state !== 'completed')).toEqual([]);
      expect(unpublishedIn(join(folder, 'data', 'oms.db'))).toBe(0);
    },
    { withinMs: 30_000 },
  );
  await oms.end('SIGTERM');
  await verifyImport({ folder, tenantId: 'acme', files: [file] });
});
