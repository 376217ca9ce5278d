import type { Fact, Observer, Problem } from '@oms/core';

const ownToSay: ReadonlySet<Fact['kind']> = new Set(['bulk_paused', 'bulk_failed', 'publish_postponed']);

/**
 * Follows this process's work on an import: counts the orders it settled, for the progress bar, and keeps what the import
 * pauses for. Passes every other fact on; how an import ended is the command's own to say.
 */
export class SettledCount implements Observer {
  #count = 0;
  #pause: Problem | undefined;
  readonly #next: Observer;

  constructor(next: Observer) {
    this.#next = next;
  }

  get value(): number {
    return this.#count;
  }

  /** What the import last paused for. */
  get pause(): Problem | undefined {
    return this.#pause;
  }

  observe(fact: Fact): void {
    if (fact.kind === 'bulk_paused') this.#pause = { code: fact.code, message: fact.reason };
    if (!ownToSay.has(fact.kind)) this.#next.observe(fact);
    if (fact.kind === 'order_confirmed' || fact.kind === 'order_held') this.#count += fact.count;
  }
}
