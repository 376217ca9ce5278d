import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, SqliteClaimLedger } from '@oms/adapters-local/sqlite';
import { type ClaimLedger, LedgeredInventory } from '@oms/core';
import { type Harness, inventoryGatewayContract, type OpenedInventoryGateway, runContract } from '@oms/core/contract';
import { MemoryClaimLedger, MemoryClaims, RandomIds, SystemClock } from '@oms/core/memory';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ImsLineInventory, InventoryHttp, WmsLineInventory } from '../src/index.js';
import { serve } from './serve.js';
import { standIn } from './stand-ins.js';

const dialects = { ims: ImsLineInventory, wms: WmsLineInventory } as const;

type Dialect = keyof typeof dialects;

/** As badly behaved as the originals: two requests at once sell the same unit. */
const openService = async (dialect: Dialect, openLedgers: () => Promise<Ledgers> = inMemory) => {
  const service = await standIn(dialect, { slowMs: 1 });
  const { url, close: closeService } = await serve(service.listener);
  const ledgers = await openLedgers();
  const gateway = () =>
    new LedgeredInventory({
      lines: new dialects[dialect](new InventoryHttp(url)),
      ledger: ledgers.another(),
      clock: new SystemClock(),
      ids: new RandomIds(),
    });
  const close = async () => {
    await closeService();
    await ledgers.close();
  };
  return { service, gateway, outage: closeService, close };
};

interface Ledgers {
  /** Of the same claims. */
  another(): ClaimLedger;
  close(): Promise<void>;
}

const inMemory = async (): Promise<Ledgers> => {
  const claims = new MemoryClaims();
  return { another: () => new MemoryClaimLedger(claims), close: async () => undefined };
};

const inSqlite = async (): Promise<Ledgers> => {
  const folder = await mkdtemp(join(tmpdir(), 'oms-ledger-'));
  const database = await openDatabase(join(folder, 'oms.db'), { synchronous: 'NORMAL' });
  return {
    another: () => new SqliteClaimLedger(database),
    close: async () => {
      await database.close();
      await rm(folder, { recursive: true });
    },
  };
};

const overHttp = (dialect: Dialect, openLedgers: () => Promise<Ledgers>): Harness<OpenedInventoryGateway> => ({
  async open() {
    const { service, gateway, outage, close } = await openService(dialect, openLedgers);
    return {
      subject: gateway(),
      again: async () => gateway(),
      async deliver(tenantId, lines) {
        for (const { hubId, skuId, quantity } of lines) service.add(tenantId, hubId, skuId, quantity);
      },
      outage,
      close,
    };
  },
});

for (const dialect of ['ims', 'wms'] as const) {
  for (const [where, openLedgers] of [
    ['memory', inMemory],
    ['SQLite', inSqlite],
  ] as const) {
    describe(`LedgeredInventory over ${dialect}, its ledger in ${where}`, async () => {
      const left: string[] = [];
      await runContract(inventoryGatewayContract, overHttp(dialect, openLedgers), {
        test: (name, run) => test(name, run),
        skip: (name, reason) => {
          left.push(name);
          console.info(`left out: ${name} (${reason})`);
        },
      });

      test('what is left out is what such a service cannot give, and no more', () => {
        expect(left.map((name) => /\((\S+)\)/.exec(name)?.[1])).toEqual([
          'inventory_gateway.claim.insufficient',
          'inventory_gateway.claim.shortages',
          'inventory_gateway.claim.unknown_item',
          'inventory_gateway.claim.concurrent',
          'inventory_gateway.claim.concurrent_same',
          'inventory_gateway.release',
          'inventory_gateway.release.once',
          'inventory_gateway.release.final',
          'inventory_gateway.release.race',
          'inventory_gateway.release.tenants',
        ]);
      });
    });
  }

  test(`${dialect}: no line is asked for twice, however many claim it at once`, async () => {
    const { service, gateway, close } = await openService(dialect);
    onTestFinished(close);
    service.add('t', 'h', 's', 100);
    const claim = { orderId: 'o', lines: [{ skuId: 's', hubId: 'h', quantity: 1 }] };
    const gateways = [gateway(), gateway(), gateway()];
    const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => gateways[n % 3]?.claim('t', [claim])));
    const kinds = new Set(answers.flatMap((answer) => answer?.map(({ answer: kind }) => kind)));
    expect([...kinds].sort()).toEqual(['claimed', 'not_attempted']);
    expect((await gateway().claim('t', [claim]))[0]).toEqual({ answer: 'claimed' });
    expect(service.asked.length).toBe(1);
    expect(service.left('t', 'h', 's')).toBe(99);
  });

  test(`${dialect}: what was deducted of an order is not asked for again when the rest is there`, async () => {
    const { service, gateway, close } = await openService(dialect);
    onTestFinished(close);
    service.add('t', 'h', 'a', 5);
    service.add('t', 'h', 'b', 1);
    const lines = ['a', 'b'].map((skuId) => ({ skuId, hubId: 'h', quantity: 2 }));
    const [short] = await gateway().claim('t', [{ orderId: 'o', lines }]);
    expect(short).toEqual({ answer: 'insufficient', shortages: [{ skuId: 'b', hubId: 'h', wanted: 2 }] });
    service.add('t', 'h', 'b', 1);
    expect(await gateway().claim('t', [{ orderId: 'o', lines }])).toEqual([{ answer: 'claimed' }]);
    expect(service.asked.map(({ skuId }) => skuId)).toEqual(['a', 'b', 'b']);
    expect([service.left('t', 'h', 'a'), service.left('t', 'h', 'b')]).toEqual([3, 0]);
  });

  test(`${dialect}: a release gives nothing back, tells what is out, and lets nothing be claimed any more`, async () => {
    const { service, gateway, close } = await openService(dialect);
    onTestFinished(close);
    service.add('t', 'h', 's', 5);
    const claim = { orderId: 'o', lines: [{ skuId: 's', hubId: 'h', quantity: 2 }] };
    await gateway().claim('t', [claim]);
    expect(await gateway().release('t', ['o'])).toEqual([{ answer: 'released', unreleased: claim.lines }]);
    expect(await gateway().claim('t', [claim])).toEqual([{ answer: 'released' }]);
    expect(service.left('t', 'h', 's')).toBe(3);
  });
}
