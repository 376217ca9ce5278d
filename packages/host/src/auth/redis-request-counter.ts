import type { CountedRequests, RequestCounter } from '@oms/adapters-http/api';
import { type RedisReply, RedisStore } from 'rate-limit-redis';
import type { BindingMap } from '../container/binding-map.js';

type Redis = BindingMap['redis'];

const prefix = 'oms:rate:';
/** How long Redis has for one answer. */
const budgetMs = 100;

/** Counts in Redis, for all processes that share it. Throws when Redis is away or slow. */
export class RedisRequestCounter implements RequestCounter {
  readonly #redis: Redis;
  #store: RedisStore | undefined;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  async count(key: string, windowMs: number): Promise<CountedRequests> {
    this.#store ??= this.#storeOf(windowMs);
    try {
      const { totalHits, resetTime } = await inTime(this.#store.increment(key));
      return { requests: totalHits, endsAt: resetTime ?? new Date(Date.now() + windowMs) };
    } catch (error) {
      // It would remember for ever that its script could not be loaded.
      this.#store = undefined;
      throw error;
    }
  }

  #storeOf(windowMs: number): RedisStore {
    const sendCommand = (command: string, ...rest: string[]) => this.#redis.call(command, rest) as Promise<RedisReply>;
    const store = new RedisStore({ prefix, sendCommand });
    store.windowMs = windowMs;
    store.incrementScriptSha = store.loadIncrementScript();
    return store;
  }
}

const inTime = async <T>(answer: Promise<T>): Promise<T> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`Redis did not answer within ${budgetMs} ms.`)), budgetMs);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
};
