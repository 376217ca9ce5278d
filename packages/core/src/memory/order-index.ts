import type { OrderPosition } from '../domain/order-filter.js';

interface Entry<V> extends OrderPosition {
  /** Undefined once it was taken out. */
  value: V | undefined;
}

/** By (createdAt, orderId), ascending. */
const comparePositions = (a: OrderPosition, b: OrderPosition): number =>
  a.createdAt - b.createdAt || (a.orderId < b.orderId ? -1 : Number(a.orderId > b.orderId));

/** What stands at orders' places: adding and taking out cost O(1), reading on from any place O(log n). */
export class OrderIndex<V> {
  readonly #entries = new Map<string, Entry<V>>();
  #sorted: Entry<V>[] = [];
  #added: Entry<V>[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  put({ createdAt, orderId }: OrderPosition, value: V): void {
    const known = this.#entries.get(orderId);
    if (known?.value === undefined) this.#size += 1;
    if (known?.createdAt === createdAt) {
      known.value = value;
      return;
    }
    const entry = { createdAt, orderId, value };
    this.#entries.set(orderId, entry);
    this.#added.push(entry);
  }

  delete(orderId: string): void {
    const entry = this.#entries.get(orderId);
    if (entry?.value === undefined) return;
    entry.value = undefined;
    this.#size -= 1;
  }

  *ascending(after?: OrderPosition): Generator<V> {
    this.#sort();
    for (let at = after === undefined ? 0 : this.#countBefore(after, 1); at < this.#sorted.length; at += 1) {
      const value = this.#sorted[at]?.value;
      if (value !== undefined) yield value;
    }
  }

  *descending(after?: OrderPosition): Generator<V> {
    this.#sort();
    const end = after === undefined ? this.#sorted.length : this.#countBefore(after, 0);
    for (let at = end - 1; at >= 0; at -= 1) {
      const value = this.#sorted[at]?.value;
      if (value !== undefined) yield value;
    }
  }

  /** How many entries stand before the place; with 1, the place itself is counted too. */
  #countBefore(place: OrderPosition, limit: 0 | 1): number {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (comparePositions(this.#sorted[middle] as Entry<V>, place) < limit) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #sort(): void {
    if (this.#sorted.length > 2 * this.#size + 64) this.#compact();
    if (this.#added.length === 0) return;
    const added = this.#added.sort(comparePositions);
    this.#added = [];
    const last = this.#sorted.at(-1);
    const isAtEnd = last === undefined || comparePositions(last, added[0] as Entry<V>) < 0;
    if (isAtEnd) for (const entry of added) this.#sorted.push(entry);
    else this.#sorted = [...this.#sorted, ...added].sort(comparePositions);
  }

  #compact(): void {
    for (const { orderId, value } of this.#sorted) if (value === undefined) this.#entries.delete(orderId);
    this.#sorted = this.#sorted.filter(({ value }) => value !== undefined);
  }
}
