import type { Fact, Observer } from '@oms/core';

interface Pass {
  /** Passes that began and have not ended. */
  open: number;
  lastSignAt: number;
}

/** Which workers took work up and show no sign of it since. */
export class Progress implements Observer {
  readonly #stallAfterMs: number;
  readonly #passes = new Map<string, Pass>();

  constructor(stallAfterMs: number) {
    this.#stallAfterMs = stallAfterMs;
  }

  observe(fact: Fact): void {
    if (fact.kind === 'pass_began') this.#sign(fact.worker, 1);
    if (fact.kind === 'pass_ended') this.#sign(fact.worker, -1);
    if (fact.kind === 'bulk_checkpoint') this.#sign('bulk', 0);
    if (fact.kind === 'claims_answered') for (const worker of ['confirm', 'retry']) this.#sign(worker, 0);
  }

  stalled(): readonly string[] {
    const before = Date.now() - this.#stallAfterMs;
    return [...this.#passes].flatMap(([worker, { open, lastSignAt }]) =>
      open > 0 && lastSignAt < before ? [worker] : [],
    );
  }

  #sign(worker: string, change: number): void {
    const open = (this.#passes.get(worker)?.open ?? 0) + change;
    this.#passes.set(worker, { open, lastSignAt: Date.now() });
  }
}
