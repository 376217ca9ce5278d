export { connectRedis } from './connect-redis.js';
export {
  type CacheOutcome,
  RedisCachingInventoryGateway,
  type RedisCachingInventoryGatewayOptions,
} from './redis-caching-inventory-gateway.js';
