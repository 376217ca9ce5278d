import { AsyncLocalStorage } from 'node:async_hooks';
import type { Fact, Observer } from '@oms/core';

/** Work that a worker took up and is not through with. */
interface Pass {
  readonly worker: string;
  lastSignAt: number;
}

/**
 * Which workers took work up and show no sign of it since. A sign is any fact that is told from within the pass itself: what
 * another pass gets done, of the same worker or not, is no sign of this one.
 */
export class Progress implements Observer {
  readonly #stallAfterMs: number;
  readonly #now: () => number;
  readonly #open = new Set<Pass>();
  readonly #current = new AsyncLocalStorage<Pass>();

  constructor(stallAfterMs: number, now: () => number = Date.now) {
    this.#stallAfterMs = stallAfterMs;
    this.#now = now;
  }

  /** Runs a worker, so that nothing that is started after it counts as within its passes. */
  watch<T>(run: () => T): T {
    // A value of its own: what is as before is not put back.
    return this.#current.run({ worker: 'none', lastSignAt: 0 }, run);
  }

  observe(fact: Fact): void {
    const pass = this.#current.getStore();
    if (fact.kind === 'pass_began') this.#begin(fact.worker);
    else if (pass === undefined) return;
    else if (fact.kind === 'pass_ended') this.#open.delete(pass);
    else pass.lastSignAt = this.#now();
  }

  stalled(): readonly string[] {
    const before = this.#now() - this.#stallAfterMs;
    const still = [...this.#open].filter(({ lastSignAt }) => lastSignAt < before);
    return [...new Set(still.map(({ worker }) => worker))];
  }

  #begin(worker: string): void {
    const pass = { worker, lastSignAt: this.#now() };
    this.#open.add(pass);
    this.#current.enterWith(pass);
  }
}
