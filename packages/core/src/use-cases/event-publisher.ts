import type { UnpublishedOrder } from '../ports/order-repo.js';
import type { OrderDeps } from './deps.js';
import { publishEvents } from './publish-events.js';

export interface EventPublisherOptions {
  /** Orders whose events may wait; default 1,000. */
  readonly maxWaiting?: number;
}

/**
 * Publishes what is handed to it behind its callers' backs, one batch after another: while one is on its way, what comes is
 * gathered for the next. Nothing rests on it: what it does not get done stays in the outboxes, for the relay.
 */
export class EventPublisher {
  readonly #publish: (batch: readonly UnpublishedOrder[]) => Promise<unknown>;
  readonly #maxWaiting: number;
  #waiting: UnpublishedOrder[] = [];
  #work: Promise<void> | undefined;
  #batch: Promise<unknown> = Promise.resolve();

  constructor(deps: Pick<OrderDeps, 'orders' | 'events' | 'observer'>, options: EventPublisherOptions = {}) {
    this.#publish = publishEvents(deps);
    this.#maxWaiting = options.maxWaiting ?? 1_000;
  }

  /** Resolves at once, unless as many wait as may: then when the batch that is on its way has arrived. Never rejects. */
  async publish(batch: readonly UnpublishedOrder[]): Promise<void> {
    while (this.#waiting.length >= this.#maxWaiting) await this.#batch;
    this.#waiting.push(...batch);
    this.#work ??= this.#run();
  }

  /** Resolves once nothing waits and nothing is on its way; never rejects. */
  async drained(): Promise<void> {
    await this.#work;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      this.#batch = this.#publish(batch);
      await this.#batch;
    }
    this.#work = undefined;
  }
}
