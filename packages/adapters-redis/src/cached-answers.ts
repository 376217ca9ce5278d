import type { StockPair, TenantId } from '@oms/core';
import type { Redis } from 'ioredis';

export type PairAnswer = 'known' | 'unknown';

export interface CachedAnswersOptions {
  readonly keyPrefix: string;
  readonly knownTtlMs: number;
  readonly unknownTtlMs: number;
  readonly budgetMs: number;
}

const written: Readonly<Record<PairAnswer, string>> = { known: '1', unknown: '0' };
/** Anything else that stands under a key was not written by us, and counts as nothing. */
const read: ReadonlyMap<string | null | undefined, PairAnswer> = new Map([
  [written.known, 'known'],
  [written.unknown, 'unknown'],
]);

/** Answers of the inventory, for a while. Redis being away or slow is never an error. */
export class CachedAnswers {
  readonly #redis: Redis;
  readonly #options: CachedAnswersOptions;

  constructor(redis: Redis, options: CachedAnswersOptions) {
    this.#redis = redis;
    this.#options = options;
  }

  /** For each pair what is remembered; undefined when Redis did not answer. */
  async get(tenantId: TenantId, pairs: readonly StockPair[]): Promise<readonly (PairAnswer | undefined)[] | undefined> {
    if (pairs.length === 0) return [];
    const keys = pairs.map((pair) => this.#keyOf(tenantId, pair));
    const values = await this.#inTime(this.#redis.mget(keys));
    return values?.map((value) => read.get(value));
  }

  async set(
    tenantId: TenantId,
    answers: readonly { readonly pair: StockPair; readonly answer: PairAnswer }[],
  ): Promise<void> {
    const { knownTtlMs, unknownTtlMs } = this.#options;
    const pipeline = this.#redis.pipeline();
    for (const { pair, answer } of answers) {
      const ttlMs = answer === 'known' ? knownTtlMs : unknownTtlMs;
      pipeline.set(this.#keyOf(tenantId, pair), written[answer], 'PX', ttlMs);
    }
    await this.#inTime(pipeline.exec());
  }

  async forget(tenantId: TenantId, pairs: readonly StockPair[]): Promise<void> {
    if (pairs.length > 0) await this.#inTime(this.#redis.unlink(pairs.map((pair) => this.#keyOf(tenantId, pair))));
  }

  #keyOf(tenantId: TenantId, { skuId, hubId }: StockPair): string {
    return this.#options.keyPrefix + JSON.stringify([tenantId, skuId, hubId]);
  }

  /** Undefined for what fails or comes late. */
  async #inTime<T>(asked: Promise<T>): Promise<T | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), this.#options.budgetMs);
    });
    try {
      return await Promise.race([asked.catch(() => undefined), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
