import { type Fact, isOmsError, type Observer, type Problem } from '@oms/core';
import { cannotWrite } from './cannot-write.js';

const ownToSay: ReadonlySet<Fact['kind']> = new Set(['bulk_failed', 'publish_postponed']);

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
    const pause = pauseOf(fact);
    this.#pause = pause ?? this.#pause;
    if (pause === undefined && !ownToSay.has(fact.kind)) this.#next.observe(fact);
    if (fact.kind === 'order_confirmed' || fact.kind === 'order_held') this.#count += fact.count;
  }
}

/** The import itself pauses; whatever else writes to the same disk fails at its next pass. */
const pauseOf = (fact: Fact): Problem | undefined => {
  if (fact.kind === 'bulk_paused') return { code: fact.code, message: fact.reason };
  if (fact.kind !== 'worker_failed' || !isOmsError(fact.error) || !cannotWrite.has(fact.error.code)) return undefined;
  return { code: fact.error.code, message: fact.error.message };
};
