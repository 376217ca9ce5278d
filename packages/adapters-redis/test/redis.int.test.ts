import { createServer } from 'node:net';
import type { StockPair } from '@oms/core';
import { inventoryGatewayContract } from '@oms/core/contract';
import { MemoryInventoryGateway } from '@oms/core/memory';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
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
    const keyPrefix = `test:${Math.random()}:`;
    const gateway = new RedisCachingInventoryGateway(memory, redis, { keyPrefix, unknownTtlMs: 150, budgetMs: 500 });
    return { gateway, asked, redis, keyPrefix, [Symbol.dispose]: () => redis.disconnect() };
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

  test("another tenant's answer, and a value that is none of ours, count as nothing", async () => {
    using own = await open();
    await own.gateway.check('t', [tea]);
    expect(await own.gateway.check('u', [tea])).toEqual(['unknown']);
    for (const value of ['yes', '', '10', '{"known":true}']) {
      await own.redis.set(`${own.keyPrefix}["t","tea","north"]`, value);
      expect(await own.gateway.check('t', [tea])).toEqual(['known']);
    }
    expect(own.asked.length).toBe(6);
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
  const gateway = new RedisCachingInventoryGateway(memory, redis);
  expect(await gateway.check('t', [tea, ghost])).toEqual(['known', 'unknown']);
  redis.disconnect();
});

test('a Redis that does not answer costs its budget and no more', async () => {
  const { memory } = await counted();
  const deaf = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => deaf.once('listening', resolve));
  const redis = new Redis({ port: (deaf.address() as { port: number }).port, retryStrategy: () => null });
  redis.on('error', () => undefined);
  const gateway = new RedisCachingInventoryGateway(memory, redis, { budgetMs: 20 });
  expect(await gateway.check('t', [tea])).toEqual(['known']);
  redis.disconnect();
  deaf.close();
});
