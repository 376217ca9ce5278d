import { type Harness, inventoryGatewayContract, type OpenedInventoryGateway, runContract } from '@oms/core/contract';
import { describe, expect, onTestFinished, test } from 'vitest';
import { InventoryHttp, NativeInventoryGateway } from '../src/index.js';
import { serve } from './serve.js';
import { serveMemory } from './serve-memory.js';

const openMemory = async () => {
  const { memory, listener } = serveMemory();
  return { memory, ...(await serve(listener)) };
};

const overHttp: Harness<OpenedInventoryGateway> = {
  async open() {
    const { memory, url, close } = await openMemory();
    let deliveries = 0;
    return {
      subject: new NativeInventoryGateway(new InventoryHttp(url)),
      again: async () => new NativeInventoryGateway(new InventoryHttp(url)),
      async deliver(tenantId, lines) {
        deliveries += 1;
        await memory.deliver(tenantId, `delivery-${deliveries}`, lines);
      },
      outage: close,
      close,
    };
  },
};

describe('NativeInventoryGateway', async () => {
  await runContract(inventoryGatewayContract, overHttp, {
    test: (name, run) => test(name, run),
    skip: (name, reason) => console.info(`left out: ${name} (${reason})`),
  });
});

test('claims of many lines go in several calls, and come back as one', async () => {
  const { memory, url, close } = await openMemory();
  onTestFinished(close);
  const gateway = new NativeInventoryGateway(new InventoryHttp(url));
  await memory.deliver('t', 'd', [{ skuId: 's', hubId: 'h', quantity: 600 }]);
  const lines = (count: number) => Array.from({ length: count }, () => ({ skuId: 's', hubId: 'h', quantity: 1 }));
  const claims = Array.from({ length: 300 }, (_, n) => ({ orderId: `o-${n}`, lines: lines(2) }));
  const answers = await gateway.claim('t', [...claims, { orderId: 'last', lines: lines(1) }]);
  expect(answers.slice(0, 300).every(({ answer }) => answer === 'claimed')).toBe(true);
  expect(answers[300]?.answer).toBe('insufficient');
  expect(await memory.stockOf('t', { skuId: 's', hubId: 'h' })).toBe(0);
});

test('an order of 500 lines, each short, is told each shortage', async () => {
  const { memory, url, close } = await openMemory();
  onTestFinished(close);
  const gateway = new NativeInventoryGateway(new InventoryHttp(url));
  const lines = Array.from({ length: 500 }, (_, n) => ({
    skuId: `s-${n}-${'x'.repeat(100)}`,
    hubId: 'h'.repeat(120),
    quantity: 2,
  }));
  await memory.deliver(
    't',
    'd',
    lines.map((line) => ({ ...line, quantity: 1 })),
  );
  const [answer] = await gateway.claim('t', [{ orderId: 'o', lines }]);
  expect(answer).toMatchObject({ answer: 'insufficient' });
  expect(answer?.answer === 'insufficient' && answer.shortages.length).toBe(500);
});
