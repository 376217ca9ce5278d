import type { OrderEventRef } from '../domain/order-event.js';
import type { EpochMs } from '../domain/time.js';
import type { OrderDeps } from './deps.js';

/** As many as the rows of so many chunks: some seconds of an import at its fastest, and a few megabytes. */
const chunksWaiting = 25;

type MarkDeps = Pick<OrderDeps, 'orders' | 'clock' | 'policy' | 'observer'>;

interface Batch {
  readonly refs: readonly OrderEventRef[];
  readonly publishedAt: EpochMs;
}

/**
 * Events that are published and still in their outboxes: who settles an order because of its event takes it out in the same write,
 * and saves another. What nobody has settled by half of the time after which the relay would publish it again is taken out
 * here, and earlier when too much waits.
 */
export class UnmarkedEvents {
  readonly #deps: MarkDeps;
  readonly #batches: Batch[] = [];
  #waiting = 0;

  constructor(deps: MarkDeps) {
    this.#deps = deps;
  }

  /** Throws as `OrderRepo.markPublished`, and leaves to the relay what that was for. */
  readonly add = async (refs: readonly OrderEventRef[]): Promise<void> => {
    this.#batches.push({ refs, publishedAt: this.#deps.clock.now() });
    this.#waiting += refs.length;
    await this.markDue();
  };

  /** Takes out what has waited long enough, and what is too much; throws as `add`. */
  async markDue(): Promise<void> {
    const { clock, policy } = this.#deps;
    const before = clock.now() - policy.relayAfterMs / 2;
    const isDue = ({ publishedAt }: Batch) => publishedAt < before || this.#waiting > chunksWaiting * policy.chunkRows;
    for (let [first] = this.#batches; first !== undefined && isDue(first); [first] = this.#batches) {
      await this.#markFirst();
    }
  }

  /** Takes the rest out. Never throws: what is left is published again by the relay. */
  async end(): Promise<void> {
    let count = this.#waiting;
    try {
      for (; this.#batches.length > 0; count = this.#waiting) await this.#markFirst();
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
