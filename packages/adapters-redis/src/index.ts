export { connectRedis } from './connect-redis.js';
export {
  RedisCachingInventoryGateway,
  type RedisCachingInventoryGatewayOptions,
} from './redis-caching-inventory-gateway.js';
