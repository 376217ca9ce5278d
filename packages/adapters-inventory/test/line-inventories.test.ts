import { LedgeredInventory } from '@oms/core';
import { type Harness, inventoryGatewayContract, type OpenedInventoryGateway, runContract } from '@oms/core/contract';
import { MemoryClaimLedger, MemoryClaims, RandomIds, SystemClock } from '@oms/core/memory';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ImsLineInventory, InventoryHttp, WmsLineInventory } from '../src/index.js';
import { serve } from './serve.js';
import { standIn } from './stand-ins.js';

const dialects = { ims: ImsLineInventory, wms: WmsLineInventory } as const;

type Dialect = keyof typeof dialects;

const openService = async (dialect: Dialect, isSerial: boolean) => {
  const service = await standIn(dialect, { slowMs: 1, isSerial });
  const { url, close } = await serve(service.listener);
  const claims = new MemoryClaims();
  const gateway = () =>
    new LedgeredInventory({
      lines: new dialects[dialect](new InventoryHttp(url)),
      ledger: new MemoryClaimLedger(claims),
      clock: new SystemClock(),
      ids: new RandomIds(),
    });
  return { service, gateway, close };
};

const overHttp = (dialect: Dialect): Harness<OpenedInventoryGateway> => ({
  async open() {
    const { service, gateway, close } = await openService(dialect, true);
    return {
      subject: gateway(),
      again: async () => gateway(),
      async deliver(tenantId, lines) {
        for (const { hubId, skuId, quantity } of lines) service.add(tenantId, hubId, skuId, quantity);
      },
      outage: close,
      close,
    };
  },
});

for (const dialect of ['ims', 'wms'] as const) {
  describe(`LedgeredInventory over ${dialect}`, async () => {
    await runContract(inventoryGatewayContract, overHttp(dialect), {
      test: (name, run) => test(name, run),
      skip: (name, reason) => console.info(`left out: ${name} (${reason})`),
    });
  });

  test(`${dialect}: no line is asked for twice, however many claim it at once`, async () => {
    const { service, gateway, close } = await openService(dialect, false);
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
    const { service, gateway, close } = await openService(dialect, true);
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
    const { service, gateway, close } = await openService(dialect, true);
    onTestFinished(close);
    service.add('t', 'h', 's', 5);
    const claim = { orderId: 'o', lines: [{ skuId: 's', hubId: 'h', quantity: 2 }] };
    await gateway().claim('t', [claim]);
    expect(await gateway().release('t', ['o'])).toEqual([{ answer: 'released', unreleased: claim.lines }]);
    expect(await gateway().claim('t', [claim])).toEqual([{ answer: 'released' }]);
    expect(service.left('t', 'h', 's')).toBe(3);
  });
}
