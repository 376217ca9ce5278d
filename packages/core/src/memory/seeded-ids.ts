import { uuidV5 } from '../domain/uuid-v5.js';
import type { Ids } from '../ports/ids.js';

/** The same ids and numbers for the same seed: for tests and simulations. */
export class SeededIds implements Ids {
  readonly #seed: number;
  #state: number;
  #count = 0;

  constructor(seed: number) {
    this.#seed = seed;
    this.#state = seed | 0;
  }

  next(): string {
    this.#count += 1;
    return uuidV5(['seeded', this.#seed, this.#count]);
  }

  /** mulberry32. */
  random(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  }
}
