import { RedisCachingInventoryGateway } from '@oms/adapters-redis';
import type { InventoryGateway } from '@oms/core';
import type { OmsContainer } from '../create-container.js';
import { openRedis } from '../servers/open-redis.js';

export const redisCached = (container: OmsContainer, inventory: InventoryGateway): InventoryGateway =>
  new RedisCachingInventoryGateway(inventory, openRedis(container));
