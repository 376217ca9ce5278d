import type { CacheOutcome } from '@oms/adapters-redis';
import { Counter, type Registry } from 'prom-client';

/** What the cache of the inventory's answers was asked, as Prometheus counts it. */
export class CachedPairs {
  readonly #pairs = new Counter({
    name: 'oms_cached_pairs_total',
    help: 'Items that were looked up in the cache, by what came of it',
    labelNames: ['outcome'],
    registers: [],
  });

  readonly count = (outcome: CacheOutcome, pairs: number): void => this.#pairs.inc({ outcome }, pairs);

  addTo(registry: Registry): void {
    registry.registerMetric(this.#pairs);
  }
}
