import { compact } from '../domain/compact.js';
import type { OrderId, TenantId } from '../domain/ids.js';
import type { Order } from '../domain/order.js';
import type { OrderEventRef } from '../domain/order-event.js';
import type { OrderCounts, OrderFilter, OrderPosition } from '../domain/order-filter.js';
import { orderKey } from '../domain/order-key.js';
import type { EpochMs } from '../domain/time.js';
import type { WaitGroup } from '../domain/wait-group.js';
import type { StockPair } from '../ports/inventory-gateway.js';
import type {
  InsertAnswer,
  LeasedGroup,
  LeaseOptions,
  OrderRepo,
  OrderWrite,
  OutboxBacklog,
  SettleAnswer,
  UnpublishedOrder,
  WaitingOptions,
} from '../ports/order-repo.js';
import { copy } from './copy.js';
import { MemoryOrderStore, type OrderDocument } from './memory-order-store.js';
import type { MemoryWaitGroup } from './memory-wait-group.js';
import { orderMatches } from './order-matches.js';

/** Orders in memory: every method is one step, so that it is atomic by itself. Nothing outlives the store. */
export class MemoryOrderRepo implements OrderRepo {
  readonly #store: MemoryOrderStore;

  constructor(store: MemoryOrderStore = new MemoryOrderStore()) {
    this.#store = store;
  }

  async insertMany(tenantId: TenantId, writes: readonly OrderWrite[]): Promise<readonly InsertAnswer[]> {
    return writes.map((write) => this.#insert(tenantId, write));
  }

  async getMany(tenantId: TenantId, orderIds: readonly OrderId[]): Promise<readonly (Order | undefined)[]> {
    return orderIds.map((orderId) => {
      const document = this.#store.documents.get(orderKey(tenantId, orderId));
      return document === undefined ? undefined : this.#store.show(document.order);
    });
  }

  async list(
    tenantId: TenantId,
    filter: OrderFilter,
    { after, limit }: { readonly after?: OrderPosition; readonly limit: number },
  ): Promise<readonly Order[]> {
    const found: Order[] = [];
    for (const { order } of this.#store.ofTenant(tenantId).descending(after)) {
      if (!orderMatches(order, filter)) continue;
      found.push(this.#store.show(order));
      if (found.length === limit) break;
    }
    return found;
  }

  async count(tenantId: TenantId, filter: OrderFilter): Promise<OrderCounts> {
    const status = { on_hold: 0, new_order: 0, cancelled: 0 };
    const holds: { [code in NonNullable<Order['hold']>['code']]?: number } = {};
    for (const { order } of this.#store.ofTenant(tenantId).ascending()) {
      if (!orderMatches(order, filter)) continue;
      status[order.status] += 1;
      if (order.hold !== undefined) holds[order.hold.code] = (holds[order.hold.code] ?? 0) + 1;
    }
    return { status, holds };
  }

  async settleMany(writes: readonly OrderWrite[]): Promise<readonly SettleAnswer[]> {
    return writes.map(({ order, events, relayAt, areEarlierPublished = false }) => {
      const document = this.#store.documents.get(orderKey(order.tenantId, order.orderId));
      if (document === undefined || document.order.version !== order.version - 1) return 'lost';
      if (areEarlierPublished) document.outbox = [];
      if (events.length > 0) document.relayAt = relayAt;
      this.#store.write(document, copy(order), copy(events));
      return 'done';
    });
  }

  async leaseUnpublished({ now, leaseMs, limit }: LeaseOptions): Promise<readonly UnpublishedOrder[]> {
    const due = new Set<OrderDocument>();
    for (let next = this.#store.unpublished.take(now); next !== undefined; next = this.#store.unpublished.take(now)) {
      const { at, value } = next;
      if (value.outbox.length > 0 && value.relayAt === at) due.add(value);
      if (due.size === limit) break;
    }
    return [...due].map((document) => {
      document.relayAt = now + leaseMs;
      this.#store.unpublished.add(document.relayAt, document);
      return { order: this.#store.show(document.order), events: copy(document.outbox) };
    });
  }

  async markPublished(refs: readonly OrderEventRef[]): Promise<void> {
    for (const { tenantId, orderId, sequence } of refs) {
      const document = this.#store.documents.get(orderKey(tenantId, orderId));
      if (document === undefined) continue;
      document.outbox = document.outbox.filter((event) => event.sequence !== sequence);
    }
  }

  async countUnpublished(): Promise<OutboxBacklog> {
    const waiting = [...this.#store.documents.values()].filter(({ outbox }) => outbox.length > 0);
    const first = waiting.sort((a, b) => a.relayAt - b.relayAt)[0];
    return compact({ orders: waiting.length, oldestAt: first?.outbox[0]?.time });
  }

  async leaseDueGroups({ now, leaseMs, limit }: LeaseOptions): Promise<readonly LeasedGroup[]> {
    return [...this.#store.groups.values()]
      .filter(
        ({ nextAttemptAt, leasedUntil }) => nextAttemptAt !== undefined && nextAttemptAt <= now && leasedUntil <= now,
      )
      .sort((a, b) => (a.nextAttemptAt ?? 0) - (b.nextAttemptAt ?? 0))
      .slice(0, limit)
      .map((group) => {
        group.leasedUntil = now + leaseMs;
        group.token += 1;
        return { ...group.group, attempts: group.attempts, token: group.token };
      });
  }

  async waiting(group: WaitGroup, options: WaitingOptions): Promise<readonly Order[]> {
    return this.#store
      .groupOf(group)
      .waiting(options)
      .map((order) => this.#store.show(order));
  }

  async postponeGroup(group: LeasedGroup, nextAttemptAt: EpochMs): Promise<SettleAnswer> {
    return this.#underLease(group, (found) => {
      found.nextAttemptAt = nextAttemptAt;
      found.attempts += 1;
      found.leasedUntil = 0;
      found.token += 1;
    });
  }

  async closeGroup(group: LeasedGroup): Promise<SettleAnswer> {
    if (!this.#store.groupOf(group).isEmpty) return 'lost';
    return this.#underLease(group, (found) => {
      found.nextAttemptAt = undefined;
      found.token += 1;
    });
  }

  async wakeGroups(tenantId: TenantId, pairs: readonly StockPair[], now: EpochMs): Promise<number> {
    const groups = new Set(
      pairs.map(({ skuId, hubId }) => this.#store.groupOf({ tenantId, waitsFor: { kind: 'stock', skuId, hubId } })),
    );
    const open = [...groups].filter(({ nextAttemptAt }) => nextAttemptAt !== undefined);
    for (const group of open) {
      group.nextAttemptAt = now;
      group.attempts = 0;
      group.leasedUntil = 0;
      group.token += 1;
    }
    return open.length;
  }

  async leaseDueReleases({ now, leaseMs, limit }: LeaseOptions): Promise<readonly Order[]> {
    const due = [...this.#store.dueReleases].filter(({ order }) => (order.release?.nextAttemptAt ?? 0) <= now);
    return due.slice(0, limit).map((document) => {
      const { release, ...rest } = document.order;
      document.order = {
        ...rest,
        release: { state: 'due', attempts: release?.attempts ?? 0, nextAttemptAt: now + leaseMs },
      };
      return copy(document.order);
    });
  }

  #insert(tenantId: TenantId, { order, events, relayAt }: OrderWrite): InsertAnswer {
    const key = orderKey(tenantId, order.orderId);
    const stored = this.#store.documents.get(key);
    if (stored !== undefined) {
      const shown = this.#store.show(stored.order);
      if (shown.fingerprint === order.fingerprint) return { answer: 'unchanged', order: shown };
      return { answer: 'conflict', on: 'order_id', order: shown };
    }
    const idempotencyKey = order.idempotencyKey === undefined ? undefined : orderKey(tenantId, order.idempotencyKey);
    const owner = this.#store.documents.get(this.#store.keysByIdempotencyKey.get(idempotencyKey ?? '') ?? '');
    if (owner !== undefined) return { answer: 'conflict', on: 'idempotency_key', order: this.#store.show(owner.order) };
    const own = copy(order);
    const document: OrderDocument = { order: own, outbox: [], relayAt };
    this.#store.documents.set(key, document);
    this.#store.ofTenant(tenantId).put(own, document);
    if (idempotencyKey !== undefined) this.#store.keysByIdempotencyKey.set(idempotencyKey, key);
    this.#store.write(document, own, copy(events));
    return { answer: 'created', order };
  }

  #underLease(group: LeasedGroup, change: (found: MemoryWaitGroup) => void): SettleAnswer {
    const found = this.#store.groupOf(group);
    if (found.token !== group.token) return 'lost';
    change(found);
    return 'done';
  }
}
