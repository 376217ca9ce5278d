import type { Fact, Observer } from '@oms/core';

/** Counts the orders that this process has settled, for the progress bar, and passes every fact on. */
export class SettledCount implements Observer {
  #count = 0;
  readonly #next: Observer;

  constructor(next: Observer) {
    this.#next = next;
  }

  get value(): number {
    return this.#count;
  }

  observe(fact: Fact): void {
    if (fact.kind === 'order_confirmed' || fact.kind === 'order_held') this.#count += fact.count;
    this.#next.observe(fact);
  }
}
