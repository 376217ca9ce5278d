import { randomUUID } from 'node:crypto';
import { OmsError } from '@oms/core';
import type { Harness, OpenedInventoryGateway } from '@oms/core/contract';
import { MemoryInventoryGateway } from '@oms/core/memory';
import { Redis } from 'ioredis';
import { RedisCachingInventoryGateway } from '../src/index.js';

const connect = (url: string): Redis => {
  const redis = new Redis(url, { enableOfflineQueue: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  redis.on('error', () => undefined);
  return redis;
};

/** The memory gateway, remembered under keys of its own; what is unknown is forgotten at once, since the kit delivers it. */
export const redisCachingInventoryGateway = (url: string): Harness<OpenedInventoryGateway> => ({
  async open() {
    const memory = new MemoryInventoryGateway();
    const options = { keyPrefix: `test:${randomUUID()}:`, unknownTtlMs: 1, budgetMs: 500 };
    const clients = [connect(url), connect(url)] as const;
    let deliveries = 0;
    return {
      subject: new RedisCachingInventoryGateway(memory, clients[0], options),
      again: async () => new RedisCachingInventoryGateway(memory, clients[1], options),
      async deliver(tenantId, lines) {
        deliveries += 1;
        await memory.deliver(tenantId, `delivery-${deliveries}`, lines);
      },
      async outage() {
        const down = new OmsError('unavailable', 'inventory_unavailable', 'It is down.', { retryAfterMs: 1_000 });
        const reason = down.message;
        memory.check = () => Promise.reject(down);
        memory.claim = async (_, claims) =>
          claims.map(() => ({ answer: 'not_attempted', retryAfterMs: 1_000, reason }));
        memory.release = async (_, ids) => ids.map(() => ({ answer: 'not_released', retryAfterMs: 1_000, reason }));
      },
      close: async () => {
        for (const client of clients) client.disconnect();
      },
    };
  },
});
