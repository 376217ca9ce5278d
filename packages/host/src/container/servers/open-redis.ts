import { connectRedis } from '@oms/adapters-redis';
import type { OmsContainer } from '../create-container.js';

/** Nothing waits for it: without Redis the inventory is asked. */
export const openRedis = (container: OmsContainer): ReturnType<typeof connectRedis> => {
  const log = container.get('log');
  const redis = connectRedis(container.get('config').OMS_REDIS_URL, ({ message }) =>
    log.debug({ message }, 'redis does not answer'),
  );
  container
    .bind('redis')
    .toDynamicValue(() => redis)
    .onDeactivation((opened) => opened.disconnect());
  return container.get('redis');
};
