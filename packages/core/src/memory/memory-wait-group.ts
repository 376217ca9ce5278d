import type { Order } from '../domain/order.js';
import type { EpochMs } from '../domain/time.js';
import { type WaitGroup, wantedOf } from '../domain/wait-group.js';
import type { WaitingOptions } from '../ports/order-repo.js';
import { OrderIndex } from './order-index.js';

/** One wait group of the memory repo: its members, oldest first, and when it is due. */
export class MemoryWaitGroup {
  readonly group: WaitGroup;
  /** Undefined while the group is closed. */
  nextAttemptAt: EpochMs | undefined;
  leasedUntil: EpochMs = 0;
  attempts = 0;
  token = 0;
  readonly #members = new OrderIndex<Order>();

  constructor(group: WaitGroup) {
    this.group = group;
  }

  get isEmpty(): boolean {
    return this.#members.size === 0;
  }

  put(order: Order): void {
    this.#members.put(order, order);
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
    for (const order of this.#members.ascending(after)) {
      if (heldBefore !== undefined && (order.hold?.since ?? 0) > heldBefore) continue;
      if (maxWanted !== undefined && wantedOf(order, this.group.waitsFor) > maxWanted) continue;
      found.push(order);
      if (found.length === limit) break;
    }
    return found;
  }
}
