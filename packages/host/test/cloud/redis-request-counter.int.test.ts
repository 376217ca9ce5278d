import { randomUUID } from 'node:crypto';
import { connectRedis } from '@oms/adapters-redis';
import { eventually } from '@oms/core/contract';
import { expect, onTestFinished, test } from 'vitest';
import { onServer } from '../../../../services/testing/on-server.js';
import { RedisRequestCounter } from '../../src/auth/redis-request-counter.js';
import { startOms } from '../start-oms.js';
import { temporaryFolder } from '../temporary-folder.js';

onServer('redis', ({ address }) => {
  /** A process of its own, as far as Redis can tell. */
  const open = async () => {
    const redis = connectRedis(address);
    onTestFinished(() => redis.disconnect());
    await eventually(() => expect(redis.status).toBe('ready'), { withinMs: 5_000 });
    return { redis, counter: new RedisRequestCounter(redis) };
  };

  test('processes count together, each key by itself', async () => {
    const [one, two] = [await open(), await open()];
    const [key, other] = [randomUUID(), randomUUID()];
    for (let n = 1; n <= 10; n += 1) {
      const { requests, endsAt } = await (n % 2 === 0 ? one : two).counter.count(key, 20_000);
      expect(requests).toBe(n);
      expect(endsAt.getTime() - Date.now()).toBeGreaterThan(0);
      expect(endsAt.getTime() - Date.now()).toBeLessThanOrEqual(20_000);
    }
    expect((await two.counter.count(other, 20_000)).requests).toBe(1);
  });

  test('a window ends', async () => {
    const { counter } = await open();
    const key = randomUUID();
    const counted = async (requests: number) =>
      eventually(async () => expect((await counter.count(key, 100)).requests).toBe(requests), { withinMs: 5_000 });
    await counted(2);
    await counted(1);
  });

  test('it counts on after Redis was away, also when it was at the start', async () => {
    const { redis, counter } = await open();
    const key = randomUUID();
    for (const requests of [1, 2]) {
      redis.disconnect();
      await eventually(() => expect(redis.status).toBe('end'), { withinMs: 5_000 });
      await expect(counter.count(key, 20_000)).rejects.toThrow();
      await redis.connect();
      expect((await counter.count(key, 20_000)).requests).toBe(requests);
    }
  });

  test('two processes of the API share the limit of an address', async () => {
    const redis = { OMS_INVENTORY_CACHE: 'redis', OMS_REDIS_URL: address };
    const env = {
      ...redis,
      OMS_PROFILE: 'memory',
      OMS_AUTH: 'none',
      OMS_RATE_LIMIT: '1000000',
      OMS_RATE_WINDOW_MS: '60000',
    };
    const { redis: own } = await open();
    const folder = temporaryFolder();
    const apis = [await startOms(['api'], { folder, env }), await startOms(['api'], { folder, env })];
    onTestFinished(() => {
      for (const api of apis) void api.end('SIGKILL');
    });
    const key = 'oms:rate:address:127.0.0.1';
    const ask = (n: number) => fetch(`${apis[n]?.api}/orders`, { headers: { 'X-Tenant-ID': 'acme' } });
    await eventually(
      async () => {
        await ask(0);
        expect(Number(await own.get(key))).toBeGreaterThan(0);
      },
      { withinMs: 10_000 },
    );
    await own.set(key, '999999', 'PX', 60_000);
    await eventually(async () => expect((await ask(0)).status).toBe(429), { withinMs: 10_000 });
    await eventually(async () => expect((await ask(1)).status).toBe(429), { withinMs: 10_000 });
    for (const api of apis) await api.end('SIGTERM');
    await own.del(key);
  });
});
