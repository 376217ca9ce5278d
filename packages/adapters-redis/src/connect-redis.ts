import { Redis } from 'ioredis';

/** Connects in the background, and again whenever the connection is lost: no call ever waits for it. */
export const connectRedis = (url: string, onError: (error: Error) => void = () => undefined): Redis => {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    retryStrategy: (times) => Math.min(2_000, times * 100),
  });
  redis.on('error', onError);
  return redis;
};
