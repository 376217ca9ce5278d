import { nextTurn } from './next-turn.js';

/** The event loop is not kept longer than about this. */
const turnMs = 8;

/** Shares the event loop: work in small steps that calls this before each lets everything else run in between. */
export class Turns {
  #startedAt = 0;

  /** Resolves at once, or in the next turn when this one has lasted. */
  async shared(): Promise<void> {
    if (performance.now() - this.#startedAt < turnMs) return;
    await nextTurn();
    this.#startedAt = performance.now();
  }
}
