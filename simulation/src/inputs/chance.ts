import { SeededIds } from '@oms/core/memory';

/** Choices that a seed decides. */
export class Chance {
  readonly #ids: SeededIds;

  constructor(seed: number) {
    this.#ids = new SeededIds(seed);
  }

  /** In [0, 1). */
  random(): number {
    return this.#ids.random();
  }

  /** An integer of `from..to`, both included. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.random() * (to - from + 1));
  }

  happens(probability: number): boolean {
    return this.random() < probability;
  }

  one<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.random() * choices.length)] as T;
  }
}
