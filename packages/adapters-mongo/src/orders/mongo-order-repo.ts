import {
  type EpochMs,
  type InsertAnswer,
  type LeasedGroup,
  type LeaseOptions,
  type Order,
  type OrderCounts,
  type OrderEventRef,
  type OrderFilter,
  type OrderId,
  type OrderPosition,
  type OrderRepo,
  type OrderWrite,
  type OutboxBacklog,
  orderKey,
  type SettleAnswer,
  type StockPair,
  type TenantId,
  type UnpublishedOrder,
  type WaitGroup,
  type WaitingOptions,
  waitGroupKey,
} from '@oms/core';
import type { Collection, Db } from 'mongodb';
import { MongoCalls } from '../database/mongo-calls.js';
import { type MongoRepoOptions, openCollection } from '../database/open-collection.js';
import { countOrders } from './count-orders.js';
import { leaseReleases } from './due-releases.js';
import { insertOrders } from './insert-orders.js';
import { type OrderDocument, orderOf } from './order-document.js';
import { orderQuery } from './order-query.js';
import { countOutboxes, leaseOutboxes, markOutboxes } from './outbox.js';
import { settleOrders } from './settle-orders.js';
import { joinsOf, WaitGroups } from './wait-groups.js';
import { waitingQuery } from './waiting-query.js';

/**
 * Orders in MongoDB 6.0 or newer, alone or as a replica set: collections `orders` and `wait_groups`. Takes a connected
 * database and leaves it open. Its indexes are those of `ensureIndexes`.
 */
export class MongoOrderRepo implements OrderRepo {
  readonly #orders: Collection<OrderDocument>;
  readonly #groups: WaitGroups;
  readonly #calls: MongoCalls;

  constructor(db: Db, options: MongoRepoOptions = {}) {
    this.#orders = openCollection(db, 'orders');
    this.#groups = new WaitGroups(openCollection(db, 'wait_groups'), this.#orders);
    this.#calls = new MongoCalls('order_repo_unavailable', options);
  }

  async insertMany(tenantId: TenantId, writes: readonly OrderWrite[]): Promise<readonly InsertAnswer[]> {
    const show = (documents: readonly OrderDocument[]) => this.#show(documents);
    const { run } = insertOrders({ orders: this.#orders, show }, tenantId, writes);
    return this.#joined(writes, run);
  }

  async getMany(tenantId: TenantId, orderIds: readonly OrderId[]): Promise<readonly (Order | undefined)[]> {
    const keys = orderIds.map((orderId) => orderKey(tenantId, orderId));
    const found = await this.#calls.run(() => this.#find({ _id: { $in: keys } }));
    const byKey = new Map(found.map((order) => [orderKey(tenantId, order.orderId), order]));
    return keys.map((key) => byKey.get(key));
  }

  async list(
    tenantId: TenantId,
    filter: OrderFilter,
    { after, limit }: { readonly after?: OrderPosition; readonly limit: number },
  ): Promise<readonly Order[]> {
    const query = orderQuery(tenantId, filter, after);
    return this.#calls.run(async () => {
      const found = this.#orders.find(query).sort({ createdAt: -1, orderId: -1 }).limit(limit);
      return this.#show(await found.toArray());
    });
  }

  async count(tenantId: TenantId, filter: OrderFilter): Promise<OrderCounts> {
    return this.#calls.run(() => countOrders(this.#orders, orderQuery(tenantId, filter)));
  }

  async settleMany(writes: readonly OrderWrite[]): Promise<readonly SettleAnswer[]> {
    if (writes.length === 0) return [];
    return this.#joined(writes, settleOrders(this.#orders, writes).run);
  }

  async leaseUnpublished(options: LeaseOptions): Promise<readonly UnpublishedOrder[]> {
    return this.#calls.run(async () => {
      const leased = await leaseOutboxes(this.#orders, options);
      const orders = await this.#show(leased.map(({ document }) => document));
      return leased.map(({ due }, index) => ({
        order: orders[index] as Order,
        events: due.map(({ event }) => event),
      }));
    });
  }

  async markPublished(refs: readonly OrderEventRef[]): Promise<void> {
    const own = [...refs];
    await this.#calls.run(() => markOutboxes(this.#orders, own));
  }

  async countUnpublished(): Promise<OutboxBacklog> {
    return this.#calls.run(() => countOutboxes(this.#orders));
  }

  async leaseDueGroups(options: LeaseOptions): Promise<readonly LeasedGroup[]> {
    return this.#calls.run(() => this.#groups.leaseDue(options));
  }

  async waiting(group: WaitGroup, options: WaitingOptions): Promise<readonly Order[]> {
    const query = waitingQuery(waitGroupKey(group), options);
    return this.#calls.run(async () => {
      const found = this.#orders.find(query).sort({ createdAt: 1, orderId: 1 }).limit(options.limit);
      return this.#show(await found.toArray());
    });
  }

  async postponeGroup(group: LeasedGroup, nextAttemptAt: EpochMs): Promise<SettleAnswer> {
    return this.#calls.run(() => this.#groups.postpone(group, nextAttemptAt));
  }

  async closeGroup(group: LeasedGroup): Promise<SettleAnswer> {
    return this.#calls.run(() => this.#groups.close(group));
  }

  async wakeGroups(tenantId: TenantId, pairs: readonly StockPair[], now: EpochMs): Promise<number> {
    return this.#calls.run(() => this.#groups.wake(tenantId, pairs, now));
  }

  async leaseDueReleases(options: LeaseOptions): Promise<readonly Order[]> {
    return this.#calls.run(async () => this.#show(await leaseReleases(this.#orders, options)));
  }

  /**
   * Runs a write between joining and leaving the groups in which its orders will wait. A write that is given up may still land:
   * its writer stays counted in.
   */
  async #joined<T>(writes: readonly OrderWrite[], run: () => Promise<T>): Promise<T> {
    const joins = joinsOf(writes.map(({ order }) => order));
    await this.#calls.run(() => this.#groups.join(joins));
    const done = await this.#calls.run(run);
    await this.#groups.leave(joins);
    return done;
  }

  async #find(query: Parameters<Collection<OrderDocument>['find']>[0]): Promise<readonly Order[]> {
    return this.#show(await this.#orders.find(query ?? {}).toArray());
  }

  async #show(documents: readonly OrderDocument[]): Promise<readonly Order[]> {
    const shows = ({ hold, waitGroup }: OrderDocument) => hold?.code !== 'awaiting_check' && waitGroup !== undefined;
    const keys = new Set(documents.filter(shows).map(({ waitGroup }) => waitGroup as string));
    const attempts = await this.#groups.nextAttempts([...keys]);
    return documents.map((document) =>
      orderOf(document, shows(document) ? attempts.get(document.waitGroup ?? '') : undefined),
    );
  }
}
