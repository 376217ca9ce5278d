import type { Order } from '../domain/order.js';
import type { OrderEvent } from '../domain/order-event.js';
import type { EpochMs } from '../domain/time.js';
import { type WaitGroup, waitGroupKey, waitsFor } from '../domain/wait-group.js';
import { MemoryWaitGroup } from './memory-wait-group.js';

/** One order's document: the order and its outbox. */
export interface OrderDocument {
  order: Order;
  outbox: OrderEvent[];
  relayAt: EpochMs;
}

/** The data of a memory repo: two repos on one store are two instances on the same data. */
export class MemoryOrderStore {
  readonly documents = new Map<string, OrderDocument>();
  readonly keysByIdempotencyKey = new Map<string, string>();
  readonly groups = new Map<string, MemoryWaitGroup>();
  readonly unpublished = new Set<OrderDocument>();
  readonly dueReleases = new Set<OrderDocument>();

  groupOf(group: WaitGroup): MemoryWaitGroup {
    const key = waitGroupKey(group);
    const found = this.groups.get(key) ?? new MemoryWaitGroup(group);
    this.groups.set(key, found);
    return found;
  }

  /** The group in which the order waits, if any. */
  groupOfOrder(order: Order): MemoryWaitGroup | undefined {
    const what = waitsFor(order);
    return what === undefined ? undefined : this.groupOf({ tenantId: order.tenantId, waitsFor: what });
  }

  /** Puts a document's new state and events in place, in every index at once. */
  write(document: OrderDocument, order: Order, events: readonly OrderEvent[]): void {
    this.groupOfOrder(document.order)?.remove(document.order);
    document.order = order;
    document.outbox.push(...events);
    const group = this.groupOfOrder(order);
    group?.put(order);
    group?.open(order.hold?.nextAttemptAt ?? order.updatedAt);
    if (document.outbox.length > 0) this.unpublished.add(document);
    if (order.release?.state === 'due') this.dueReleases.add(document);
    else this.dueReleases.delete(document);
  }
}
