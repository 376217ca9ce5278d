import type { OrderEventRef } from '../domain/order-event.js';
import type { EpochMs } from '../domain/time.js';
import type { OrderDeps } from './deps.js';

/** As many as the rows of so many chunks: some seconds of an import at its fastest, and a few megabytes. */
const chunksWaiting = 25;

interface Batch {
  readonly refs: readonly OrderEventRef[];
  readonly publishedAt: EpochMs;
}

/**
 * Events that an import has published, before they are taken out of their outboxes: who settles an order because of its event does
 * that in the same write, and saves another. What nobody has settled by half of the time after which the relay would publish it
 * again is taken out here, and earlier when too much waits.
 */
export class UnmarkedEvents {
  readonly #deps: Pick<OrderDeps, 'orders' | 'clock' | 'policy' | 'observer'>;
  readonly #batches: Batch[] = [];
  #waiting = 0;

  constructor(deps: Pick<OrderDeps, 'orders' | 'clock' | 'policy' | 'observer'>) {
    this.#deps = deps;
  }

  /** Takes out what has waited long enough; throws as `OrderRepo.markPublished`, and leaves to the relay what that was for. */
  async add(refs: readonly OrderEventRef[]): Promise<void> {
    const now = this.#deps.clock.now();
    this.#batches.push({ refs, publishedAt: now });
    this.#waiting += refs.length;
    const { relayAfterMs, chunkRows } = this.#deps.policy;
    const before = now - relayAfterMs / 2;
    const isDue = () => this.#waiting > chunksWaiting * chunkRows || (this.#batches[0]?.publishedAt ?? now) < before;
    while (isDue()) await this.#markFirst();
  }

  /** Takes the rest out. Never throws: what is left is published again by the relay. */
  async end(): Promise<void> {
    const count = this.#waiting;
    try {
      while (this.#batches.length > 0) await this.#markFirst();
    } catch (error) {
      this.#deps.observer.observe({ kind: 'publish_postponed', count, reason: String(error) });
    }
  }

  async #markFirst(): Promise<void> {
    const { refs } = this.#batches.shift() as Batch;
    this.#waiting -= refs.length;
    await this.#deps.orders.markPublished(refs);
  }
}
