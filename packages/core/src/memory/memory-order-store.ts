import type { TenantId } from '../domain/ids.js';
import { contentOf, type Order } from '../domain/order.js';
import type { OrderEvent } from '../domain/order-event.js';
import type { EpochMs } from '../domain/time.js';
import { type WaitGroup, waitGroupKey, waitsFor } from '../domain/wait-group.js';
import { copy } from './copy.js';
import { DueQueue } from './due-queue.js';
import { MemoryWaitGroup } from './memory-wait-group.js';
import { OrderIndex } from './order-index.js';

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
  /** Documents with events, by `relayAt`; what is no longer true is skipped when it comes up. */
  readonly unpublished = new DueQueue<OrderDocument>();
  readonly #byTenant = new Map<TenantId, OrderIndex<OrderDocument>>();
  readonly dueReleases = new Set<OrderDocument>();

  /** A tenant's documents. */
  ofTenant(tenantId: TenantId): OrderIndex<OrderDocument> {
    const found = this.#byTenant.get(tenantId) ?? new OrderIndex<OrderDocument>();
    this.#byTenant.set(tenantId, found);
    return found;
  }

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
    document.order = withContentOf(document.order, order);
    document.outbox.push(...events);
    const group = this.groupOfOrder(order);
    group?.put(document.order);
    group?.open(order.hold?.nextAttemptAt ?? order.updatedAt);
    if (events.length > 0) this.unpublished.add(document.relayAt, document);
    if (order.release?.state === 'due') this.dueReleases.add(document);
    else this.dueReleases.delete(document);
  }

  /** A caller's own copy of an order; one that waits for stock or for the inventory is tried when its group is. */
  show(order: Order): Order {
    const own = copy(order);
    const what = waitsFor(own);
    if (what === undefined || what.kind === 'check' || own.hold === undefined) return own;
    const { nextAttemptAt } = this.groupOf({ tenantId: own.tenantId, waitsFor: what });
    return nextAttemptAt === undefined ? own : { ...own, hold: { ...own.hold, nextAttemptAt } };
  }
}

/** Another state of an order whose content stays. */
const withContentOf = (stored: Order, { attributes: _, idempotencyKey: __, ...state }: Order): Order => ({
  ...state,
  ...contentOf(stored),
});
