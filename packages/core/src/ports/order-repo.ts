import type { OrderId, TenantId } from '../domain/ids.js';
import type { Order } from '../domain/order.js';
import type { OrderEvent, OrderEventRef } from '../domain/order-event.js';
import type { OrderCounts, OrderFilter, OrderPosition } from '../domain/order-filter.js';
import type { EpochMs } from '../domain/time.js';
import type { WaitGroup } from '../domain/wait-group.js';
import type { StockPair } from './inventory-gateway.js';

/** One state change of one order, and the events it causes: written together or not at all. */
export interface OrderWrite {
  /** For an insert: version 1. For a settlement: its version is one above the version it was read with. */
  readonly order: Order;
  /** Appended to the order's outbox, in sequence; may be empty. */
  readonly events: readonly OrderEvent[];
  /** The writer publishes the events itself; before this moment no relay is handed them. */
  readonly relayAt: EpochMs;
  /**
   * For a settlement: every event of the order before these is known to be published, and is taken out of the outbox in the
   * same write. Default false.
   */
  readonly areEarlierPublished?: boolean;
}

/** `order` is the stored order: for `created` as given, else as it is now. */
export type InsertAnswer =
  | { readonly answer: 'created'; readonly order: Order }
  /** Stored before under the same id with the same fingerprint. */
  | { readonly answer: 'unchanged'; readonly order: Order }
  /** The order id, or the idempotency key, belongs to other content. */
  | { readonly answer: 'conflict'; readonly on: 'order_id' | 'idempotency_key'; readonly order: Order };

/** `lost`: the stored version is not the one that the change was made from (or there is no such order). */
export type SettleAnswer = 'done' | 'lost';

export interface LeaseOptions {
  readonly now: EpochMs;
  /** Nobody else is handed the item before `now + leaseMs`. Leases save work; no promise rests on them. */
  readonly leaseMs: number;
  /** Most items; 1 or more. */
  readonly limit: number;
}

/** An order with events that are not known to be published, in sequence. */
export interface UnpublishedOrder {
  readonly order: Order;
  readonly events: readonly OrderEvent[];
}

/** A due wait group, handed out to one worker. */
export interface LeasedGroup extends WaitGroup {
  /** How often the group was postponed since it last was restocked or empty. */
  readonly attempts: number;
  /** Names this lease: a later lease or a restock makes it void. */
  readonly token: number;
}

/** What waits to be published. */
export interface OutboxBacklog {
  readonly orders: number;
  /** When the oldest event of the order that is due longest happened; absent when nothing waits. */
  readonly oldestAt?: EpochMs;
}

export interface WaitingOptions {
  /** Orders after this place, in the order they are handed out. */
  readonly after?: OrderPosition;
  /** Orders held under their code since this moment or before. */
  readonly heldBefore?: EpochMs;
  /** For a stock group: orders that want at most this much of its pair. */
  readonly maxWanted?: number;
  readonly limit: number;
}

/**
 * Where orders are true. One order is one document; every method is atomic per order, never across orders.
 *
 * - Tenants share nothing: two may use the same order id.
 * - What is handed out is the caller's own copy, and what is handed in is copied: no aliasing either way.
 * - A resolved write is durable and seen by every later read, of this instance and of any other on the same data.
 * - Errors: `unavailable` / `order_repo_unavailable` (nothing is known to be written); the write may be repeated as it is.
 */
export interface OrderRepo {
  /**
   * Stores each order unless its id, or its idempotency key, is taken; answers in the same order, one each. One bad order
   * never fails the others. Of concurrent inserts of one id exactly one answers `created`; an id twice in one call is
   * answered in turn. An `unchanged` or a `conflict` writes nothing, and no event.
   */
  insertMany(tenantId: TenantId, writes: readonly OrderWrite[]): Promise<readonly InsertAnswer[]>;

  /** The stored orders, aligned with the ids; undefined where there is none. */
  getMany(tenantId: TenantId, orderIds: readonly OrderId[]): Promise<readonly (Order | undefined)[]>;

  /** Newest first by (createdAt, orderId), both descending, strictly after the place given; at most `limit` (1..200). */
  list(
    tenantId: TenantId,
    filter: OrderFilter,
    page: { readonly after?: OrderPosition; readonly limit: number },
  ): Promise<readonly Order[]>;

  count(tenantId: TenantId, filter: OrderFilter): Promise<OrderCounts>;

  /**
   * Compare-and-set, for orders of any tenants: done when the stored version is `order.version - 1`. Replaces the order's
   * state and appends the events to its outbox, whatever was published meanwhile, or leaves there the events alone when the
   * earlier ones are known to be published; the content never changes. Of concurrent settlements of one version exactly one
   * is done.
   */
  settleMany(writes: readonly OrderWrite[]): Promise<readonly SettleAnswer[]>;

  /**
   * Orders of any tenant with events whose `relayAt` has come and which are not leased; longest due first. An order's
   * events are handed out from its oldest on: none while an older one stays behind.
   */
  leaseUnpublished(options: LeaseOptions): Promise<readonly UnpublishedOrder[]>;

  /** Takes exactly these events out of their outboxes; events appended meanwhile stay. Unknown refs are skipped. */
  markPublished(refs: readonly OrderEventRef[]): Promise<void>;

  /** How much waits to be published, of all tenants, leased or not: for whoever watches the outbox. */
  countUnpublished(): Promise<OutboxBacklog>;

  /**
   * Wait groups (see `WaitGroup`) of any tenant that are due and not leased; longest due first. An order that begins to
   * wait opens its group, due at the order's `hold.nextAttemptAt`; in an open group it changes nothing. A read order of a
   * `stock` or `inventory` group shows its group's next attempt as `hold.nextAttemptAt`.
   */
  leaseDueGroups(options: LeaseOptions): Promise<readonly LeasedGroup[]>;

  /** The orders that wait in a group, oldest first by (createdAt, orderId). */
  waiting(group: WaitGroup, options: WaitingOptions): Promise<readonly Order[]>;

  /** Makes the group due at `nextAttemptAt`, counts an attempt and ends the lease; `lost` when the lease is void. */
  postponeGroup(group: LeasedGroup, nextAttemptAt: EpochMs): Promise<SettleAnswer>;

  /** Closes the group unless an order waits in it; `lost` when one does or when the lease is void. */
  closeGroup(group: LeasedGroup): Promise<SettleAnswer>;

  /** Makes the open stock groups of these pairs due at `now`, with no attempts, and voids their leases; how many. */
  wakeGroups(tenantId: TenantId, pairs: readonly StockPair[], now: EpochMs): Promise<number>;

  /** Cancelled orders of any tenant whose release is due: their `release.nextAttemptAt` has come; moved on by the lease. */
  leaseDueReleases(options: LeaseOptions): Promise<readonly Order[]>;
}
