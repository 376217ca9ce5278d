import { RedisCachingInventoryGateway } from '@oms/adapters-redis';
import type { InventoryGateway } from '@oms/core';
import { CachedPairs } from '../../observe/cached-pairs.js';
import type { OmsContainer } from '../create-container.js';
import { openRedis } from '../servers/open-redis.js';

export const redisCached = (container: OmsContainer, inventory: InventoryGateway): InventoryGateway => {
  const cachedPairs = new CachedPairs();
  container.bind('cachedPairs').toConstantValue(cachedPairs);
  return new RedisCachingInventoryGateway(inventory, openRedis(container), { onRead: cachedPairs.count });
};
