import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import type { StockPair } from '@oms/core';
import { inventoryGatewayContract } from '@oms/core/contract';
import { MemoryInventoryGateway } from '@oms/core/memory';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { onServer } from '../../../services/testing/on-server.js';
import { RedisCachingInventoryGateway } from '../src/index.js';
import { redisCachingInventoryGateway } from './redis-harness.js';

const tea: StockPair = { skuId: 'tea', hubId: 'north' };
const ghost: StockPair = { skuId: 'ghost', hubId: 'north' };

/** A gateway that counts what it is asked. */
const counted = async () => {
  const memory = new MemoryInventoryGateway();
  await memory.deliver('t', 'first', [{ ...tea, quantity: 5 }]);
  const asked: StockPair[] = [];
  const check = memory.check.bind(memory);
  memory.check = async (tenantId, pairs) => {
    asked.push(...pairs);
    return check(tenantId, pairs);
  };
  return { memory, asked };
};

onServer('redis', ({ address, contract }) => {
  contract('RedisCachingInventoryGateway', inventoryGatewayContract, redisCachingInventoryGateway(address));

  const open = async () => {
    const { memory, asked } = await counted();
    const redis = new Redis(address);
    const keyPrefix = `test:${randomUUID()}:`;
    const reads: [string, number][] = [];
    const onRead = (...read: [string, number]) => reads.push(read);
    const options = { keyPrefix, unknownTtlMs: 150, budgetMs: 500, onRead };
    const gateway = new RedisCachingInventoryGateway(memory, redis, options);
    return { gateway, asked, reads, redis, keyPrefix, [Symbol.dispose]: () => redis.disconnect() };
  };

  test('a pair is asked for once, an unknown one again after its time', async () => {
    using own = await open();
    expect(await own.gateway.check('t', [tea, ghost])).toEqual(['known', 'unknown']);
    expect(await own.gateway.check('t', [ghost, tea])).toEqual(['unknown', 'known']);
    expect(own.asked).toEqual([tea, ghost]);
    await expect
      .poll(() => own.redis.dbsize().then(() => own.redis.exists(`${own.keyPrefix}["t","ghost","north"]`)))
      .toBe(0);
    await own.gateway.check('t', [tea, ghost]);
    expect(own.asked).toEqual([tea, ghost, ghost]);
  });

  test('it tells how many pairs Redis knew, and how many not', async () => {
    using own = await open();
    await own.gateway.check('t', [tea]);
    await own.gateway.check('t', [tea, ghost]);
    await own.gateway.check('t', []);
    expect(own.reads).toEqual([
      ['miss', 1],
      ['hit', 1],
      ['miss', 1],
    ]);
  });

  test("another tenant's answer, and a value that is none of ours, count as nothing", async () => {
    using own = await open();
    await own.gateway.check('t', [tea]);
    expect(await own.gateway.check('u', [tea])).toEqual(['unknown']);
    const foreign = ['yes', '', '10', '{"known":true}', 'constructor', 'toString', '__proto__', 'hasOwnProperty'];
    for (const value of foreign) {
      await own.redis.set(`${own.keyPrefix}["t","tea","north"]`, value);
      expect(await own.gateway.check('t', [tea]), value).toEqual(['known']);
    }
    expect(own.asked.length).toBe(2 + foreign.length);
  });

  test('by default a known pair is believed for 5 minutes, an unknown one for 30 seconds', async () => {
    const { memory } = await counted();
    const redis = new Redis(address);
    onTestFinished(() => redis.disconnect());
    const keyPrefix = `test:${randomUUID()}:`;
    await new RedisCachingInventoryGateway(memory, redis, { keyPrefix, budgetMs: 500 }).check('t', [tea, ghost]);
    const leftMs = (sku: string) => redis.pttl(`${keyPrefix}["t","${sku}","north"]`);
    expect(await leftMs('tea')).toSatisfy((ms: number) => ms > 290_000 && ms <= 300_000);
    expect(await leftMs('ghost')).toSatisfy((ms: number) => ms > 25_000 && ms <= 30_000);
  });

  test('a pair that the inventory no longer knows when it is claimed is forgotten', async () => {
    using own = await open();
    await own.redis.set(`${own.keyPrefix}["t","ghost","north"]`, '1');
    const lines = [{ ...ghost, quantity: 1 }];
    expect(await own.gateway.claim('t', [{ orderId: 'o', lines }])).toMatchObject([{ answer: 'unknown_item' }]);
    expect(await own.gateway.check('t', [ghost])).toEqual(['unknown']);
  });
});

test('without Redis the inventory is asked', async () => {
  const { memory } = await counted();
  const redis = new Redis({ port: 1, lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => undefined);
  const reads: [string, number][] = [];
  const gateway = new RedisCachingInventoryGateway(memory, redis, { onRead: (...read) => reads.push(read) });
  expect(await gateway.check('t', [tea, ghost])).toEqual(['known', 'unknown']);
  expect(reads).toEqual([['unavailable', 2]]);
  redis.disconnect();
});

test('a Redis that does not answer costs 50 ms, and no more', async () => {
  const { memory } = await counted();
  const deaf = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => deaf.once('listening', resolve));
  const { port } = deaf.address() as { port: number };
  const redis = new Redis({ port, retryStrategy: () => null, enableReadyCheck: false });
  redis.on('error', () => undefined);
  await new Promise((resolve) => redis.once('connect', resolve));
  const gateway = new RedisCachingInventoryGateway(memory, redis);
  const startedAt = performance.now();
  expect(await gateway.check('t', [tea])).toEqual(['known']);
  // Once for what is asked, once for what is written down.
  const tookMs = performance.now() - startedAt;
  expect(tookMs).toBeGreaterThanOrEqual(95);
  expect(tookMs).toBeLessThan(1_000);
  redis.disconnect();
  deaf.close();
});
