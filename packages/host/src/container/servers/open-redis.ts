import { connectRedis } from '@oms/adapters-redis';
import type { OmsContainer } from '../create-container.js';

/** Nothing waits for it: without Redis the inventory is asked. The log tells once that it is away, and when it is back. */
export const openRedis = (container: OmsContainer): ReturnType<typeof connectRedis> => {
  const log = container.get('log');
  let isAway = false;
  const redis = connectRedis(container.get('config').OMS_REDIS_URL, ({ message }) => {
    if (!isAway) log.warn({ message }, 'redis does not answer: it is done without');
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) log.info('redis answers again');
    isAway = false;
  });
  container
    .bind('redis')
    .toDynamicValue(() => redis)
    .onDeactivation((opened) => opened.disconnect());
  return container.get('redis');
};
