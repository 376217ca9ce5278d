import type { Order } from '../domain/order.js';
import type { EpochMs } from '../domain/time.js';
import { type WaitGroup, wantedOf } from '../domain/wait-group.js';
import type { WaitingOptions } from '../ports/order-repo.js';

const isBefore = (a: Order, b: { readonly createdAt: number; readonly orderId: string }): boolean =>
  a.createdAt < b.createdAt || (a.createdAt === b.createdAt && a.orderId < b.orderId);

/** One wait group of the memory repo: its members, oldest first, and when it is due. */
export class MemoryWaitGroup {
  readonly group: WaitGroup;
  /** Undefined while the group is closed. */
  nextAttemptAt: EpochMs | undefined;
  leasedUntil: EpochMs = 0;
  attempts = 0;
  token = 0;
  readonly #members = new Map<string, Order>();
  #sorted: Order[] = [];
  #isSorted = true;

  constructor(group: WaitGroup) {
    this.group = group;
  }

  get isEmpty(): boolean {
    return this.#members.size === 0;
  }

  put(order: Order): void {
    if (!this.#members.has(order.orderId)) this.#isSorted = false;
    this.#members.set(order.orderId, order);
  }

  remove(order: Order): void {
    this.#members.delete(order.orderId);
  }

  /** Opens the group when it is closed. */
  open(at: EpochMs): void {
    if (this.nextAttemptAt !== undefined) return;
    this.nextAttemptAt = at;
    this.attempts = 0;
    this.leasedUntil = 0;
  }

  waiting({ after, heldBefore, maxWanted, limit }: WaitingOptions): Order[] {
    const found: Order[] = [];
    for (const place of this.#oldestFirst()) {
      const order = this.#members.get(place.orderId);
      if (order === undefined || (after !== undefined && !isBefore({ ...order, ...after }, order))) continue;
      if (heldBefore !== undefined && (order.hold?.since ?? 0) > heldBefore) continue;
      if (maxWanted !== undefined && wantedOf(order, this.group.waitsFor) > maxWanted) continue;
      found.push(order);
      if (found.length === limit) break;
    }
    return found;
  }

  #oldestFirst(): readonly Order[] {
    if (!this.#isSorted) this.#sorted = [...this.#members.values()].sort((a, b) => (isBefore(a, b) ? -1 : 1));
    this.#isSorted = true;
    return this.#sorted;
  }
}
