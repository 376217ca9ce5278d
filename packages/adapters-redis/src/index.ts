export {
  RedisCachingInventoryGateway,
  type RedisCachingInventoryGatewayOptions,
} from './redis-caching-inventory-gateway.js';
