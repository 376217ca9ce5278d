import type {
  ClaimAnswer,
  InventoryGateway,
  InventorySupport,
  OrderId,
  ReleaseAnswer,
  StockClaim,
  StockPair,
  TenantId,
} from '@oms/core';
import type { Redis } from 'ioredis';
import { CachedAnswers, type PairAnswer } from './cached-answers.js';

/** How many pairs Redis knew, did not know, or did not answer for in time: the inventory is asked for the last two. */
export type CacheOutcome = 'hit' | 'miss' | 'unavailable';

export interface RedisCachingInventoryGatewayOptions {
  /** Before every key; default `oms:pair:`. */
  readonly keyPrefix?: string;
  /** How long a known pair is believed, in milliseconds; default 300,000. */
  readonly knownTtlMs?: number;
  /** How long an unknown pair is believed, in milliseconds; default 30,000. */
  readonly unknownTtlMs?: number;
  /** How long Redis has for one answer before the inventory is asked instead, in milliseconds; default 50. */
  readonly budgetMs?: number;
  /** Told of each check, once for each outcome that it had; must not throw. Default: nobody is told. */
  readonly onRead?: (outcome: CacheOutcome, pairs: number) => void;
}

/**
 * Remembers which pairs an inventory knows, in front of any gateway. Stock itself is never remembered: claims and releases go
 * straight through. Redis being away, slow or wrong is never an error. Takes a client and leaves it open; one with
 * `enableOfflineQueue: false` and `maxRetriesPerRequest: 0` gives up soonest.
 */
export class RedisCachingInventoryGateway implements InventoryGateway {
  readonly #inventory: InventoryGateway;
  readonly #answers: CachedAnswers;
  readonly #onRead: (outcome: CacheOutcome, pairs: number) => void;

  constructor(inventory: InventoryGateway, redis: Redis, options: RedisCachingInventoryGatewayOptions = {}) {
    this.#inventory = inventory;
    const times = { knownTtlMs: 300_000, unknownTtlMs: 30_000, budgetMs: 50 };
    this.#answers = new CachedAnswers(redis, { keyPrefix: 'oms:pair:', ...times, ...options });
    this.#onRead = options.onRead ?? (() => undefined);
  }

  get supports(): InventorySupport {
    return this.#inventory.supports;
  }

  async check(tenantId: TenantId, pairs: readonly StockPair[]): Promise<readonly PairAnswer[]> {
    const own = structuredClone(pairs);
    const read = await this.#answers.get(tenantId, own);
    const cached = own.map((_, place) => read?.[place]);
    const missing = own.flatMap((pair, place) => (cached[place] === undefined ? [{ pair, place }] : []));
    this.#tell('hit', own.length - missing.length);
    this.#tell(read === undefined ? 'unavailable' : 'miss', missing.length);
    if (missing.length === 0) return cached as readonly PairAnswer[];
    const asked = await this.#inventory.check(
      tenantId,
      missing.map(({ pair }) => pair),
    );
    const found = missing.map(({ pair }, index) => ({ pair, answer: asked[index] as PairAnswer }));
    await this.#answers.set(tenantId, found);
    const byPlace = new Map(missing.map(({ place }, index) => [place, asked[index] as PairAnswer]));
    return cached.map((answer, place) => answer ?? (byPlace.get(place) as PairAnswer));
  }

  async claim(tenantId: TenantId, claims: readonly StockClaim[]): Promise<readonly ClaimAnswer[]> {
    const answers = await this.#inventory.claim(tenantId, claims);
    const gone = answers.flatMap((answer) => (answer.answer === 'unknown_item' ? answer.pairs : []));
    await this.#answers.forget(tenantId, gone);
    return answers;
  }

  async release(tenantId: TenantId, orderIds: readonly OrderId[]): Promise<readonly ReleaseAnswer[]> {
    return this.#inventory.release(tenantId, orderIds);
  }

  #tell(outcome: CacheOutcome, pairs: number): void {
    if (pairs > 0) this.#onRead(outcome, pairs);
  }
}
