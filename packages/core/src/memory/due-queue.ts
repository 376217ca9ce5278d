import type { EpochMs } from '../domain/time.js';

interface Due<V> {
  readonly at: EpochMs;
  readonly value: V;
}

/** Values by the time at which they are due, the earliest first: a binary heap. */
export class DueQueue<V> {
  readonly #heap: Due<V>[] = [];

  add(at: EpochMs, value: V): void {
    const due = { at, value };
    let index = this.#heap.push(due) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#at(parent) <= at) break;
      this.#heap[index] = this.#heap[parent] as Due<V>;
      index = parent;
    }
    this.#heap[index] = due;
  }

  /** Takes out the earliest, when it is due. */
  take(now: EpochMs): Due<V> | undefined {
    const [first] = this.#heap;
    if (first === undefined || first.at > now) return undefined;
    const last = this.#heap.pop() as Due<V>;
    if (this.#heap.length > 0) this.#sink(last);
    return first;
  }

  #sink(due: Due<V>): void {
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const child = this.#at(left + 1) < this.#at(left) ? left + 1 : left;
      if (this.#at(child) >= due.at) break;
      this.#heap[index] = this.#heap[child] as Due<V>;
      index = child;
    }
    this.#heap[index] = due;
  }

  #at(index: number): EpochMs {
    return this.#heap[index]?.at ?? Number.POSITIVE_INFINITY;
  }
}
