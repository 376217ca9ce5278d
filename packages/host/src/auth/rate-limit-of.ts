import type { RateLimit } from '@oms/adapters-http/api';
import type { OmsContainer } from '../container/create-container.js';
import { RedisRequestCounter } from './redis-request-counter.js';

/** How often one credential may ask, counted in Redis where a part uses it; undefined for no limit. */
export const rateLimitOf = (container: OmsContainer): RateLimit | undefined => {
  const { OMS_RATE_LIMIT: requests, OMS_RATE_WINDOW_MS: windowMs } = container.get('config');
  if (requests === 0) return undefined;
  if (!container.isBound('redis')) return { requests, windowMs };
  return { requests, windowMs, counter: new RedisRequestCounter(container.get('redis')) };
};
