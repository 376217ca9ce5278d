import type {
  EpochMs,
  InsertAnswer,
  LeasedGroup,
  LeaseOptions,
  Order,
  OrderCounts,
  OrderEventRef,
  OrderFilter,
  OrderId,
  OrderPosition,
  OrderRepo,
  OrderWrite,
  OutboxBacklog,
  SettleAnswer,
  StockPair,
  TenantId,
  UnpublishedOrder,
  WaitGroup,
  WaitingOptions,
} from '@oms/core';
import type { Connection } from '../database/connection.js';
import { slicesOf } from '../database/slices-of.js';
import type { SqliteDatabase } from '../database/sqlite-database.js';
import { countOrders, orderCountsOf, type StateCounts, tallyOf } from './count-orders.js';
import { closeGroup, hasDueGroup, leaseGroups, postponeGroup, stockGroupKeys, wakeGroups } from './due-groups.js';
import { hasDueRelease, leaseReleases } from './due-releases.js';
import { findOrders, matchesScan } from './find-orders.js';
import { insertOrders, orderInsertOf } from './insert-orders.js';
import { OrderKeys } from './order-keys.js';
import { orderOf } from './order-row.js';
import { isScan, type OrderSearch, orderSearchOf, searchAfter } from './order-search.js';
import { prepareWrite } from './prepared-write.js';
import { countOutboxes, hasUnpublished, leaseOutboxes, markOutboxes } from './publish-outbox.js';
import { settleOrders } from './settle-orders.js';
import { waitingOrders } from './waiting-orders.js';

const scanPage = 250;

/** Orders in one SQLite file, an order in one row. */
export class SqliteOrderRepo implements OrderRepo {
  readonly #database: SqliteDatabase;
  readonly #keys: OrderKeys;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#keys = new OrderKeys(database.keys);
  }

  async insertMany(tenantId: TenantId, writes: readonly OrderWrite[]): Promise<readonly InsertAnswer[]> {
    const inserts = writes.map((write) => orderInsertOf(tenantId, write));
    const answers = slicesOf(inserts).map((slice) => this.#write(insertOrders(this.#deps, slice)));
    return (await Promise.all(answers)).flat();
  }

  async getMany(tenantId: TenantId, orderIds: readonly OrderId[]): Promise<readonly (Order | undefined)[]> {
    const found: (Order | undefined)[] = [];
    for (const slice of slicesOf([...orderIds])) {
      found.push(...(await this.#read((connection) => slice.map((id) => this.#find(connection, tenantId, id)))));
    }
    return found;
  }

  async list(
    tenantId: TenantId,
    filter: OrderFilter,
    { after, limit }: { readonly after?: OrderPosition; readonly limit: number },
  ): Promise<readonly Order[]> {
    const search = await this.#read(orderSearchOf(this.#database.keys, tenantId, filter));
    if (search === undefined) return [];
    const from = searchAfter(search, after);
    if (!isScan(filter)) return this.#read(findOrders(from, limit));
    const found: Order[] = [];
    for await (const page of this.#scan(from)) {
      found.push(...page.filter((order) => matchesScan(order, filter)));
      if (found.length >= limit) break;
    }
    return found.slice(0, limit);
  }

  async count(tenantId: TenantId, filter: OrderFilter): Promise<OrderCounts> {
    const search = await this.#read(orderSearchOf(this.#database.keys, tenantId, filter));
    if (search === undefined) return orderCountsOf(new Map());
    if (!isScan(filter)) return orderCountsOf(await this.#read(countOrders(search)));
    let counts: StateCounts = new Map();
    for await (const page of this.#scan(search)) {
      counts = tallyOf(
        page.filter((order) => matchesScan(order, filter)),
        counts,
      );
    }
    return orderCountsOf(counts);
  }

  async settleMany(writes: readonly OrderWrite[]): Promise<readonly SettleAnswer[]> {
    const prepared = writes.map((write) => prepareWrite(write));
    const answers = slicesOf(prepared).map((slice) => this.#write(settleOrders(this.#deps, slice)));
    return (await Promise.all(answers)).flat();
  }

  async leaseUnpublished(options: LeaseOptions): Promise<readonly UnpublishedOrder[]> {
    return (await this.#read(hasUnpublished(options))) ? this.#write(leaseOutboxes(options)) : [];
  }

  async markPublished(refs: readonly OrderEventRef[]): Promise<void> {
    await Promise.all(slicesOf([...refs]).map((slice) => this.#write(markOutboxes(this.#keys, slice))));
  }

  async countUnpublished(): Promise<OutboxBacklog> {
    return this.#read(countOutboxes);
  }

  async leaseDueGroups(options: LeaseOptions): Promise<readonly LeasedGroup[]> {
    return (await this.#read(hasDueGroup(options))) ? this.#write(leaseGroups(options)) : [];
  }

  async waiting(group: WaitGroup, options: WaitingOptions): Promise<readonly Order[]> {
    return this.#read(waitingOrders(group, options));
  }

  async postponeGroup(group: LeasedGroup, nextAttemptAt: EpochMs): Promise<SettleAnswer> {
    return this.#write(postponeGroup(group, nextAttemptAt));
  }

  async closeGroup(group: LeasedGroup): Promise<SettleAnswer> {
    return this.#write(closeGroup(group));
  }

  async wakeGroups(tenantId: TenantId, pairs: readonly StockPair[], now: EpochMs): Promise<number> {
    return this.#write(wakeGroups(stockGroupKeys(tenantId, pairs), now));
  }

  async leaseDueReleases(options: LeaseOptions): Promise<readonly Order[]> {
    return (await this.#read(hasDueRelease(options))) ? this.#write(leaseReleases(options)) : [];
  }

  async *#scan(search: OrderSearch): AsyncGenerator<readonly Order[]> {
    for (let rest = search; ; ) {
      const page = await this.#read(findOrders(rest, scanPage));
      yield page;
      const last = page.at(-1);
      if (last === undefined || page.length < scanPage) return;
      rest = { ...rest, before: { createdAt: last.createdAt, orderId: last.orderId } };
    }
  }

  get #deps() {
    return { interned: this.#database.keys, keys: this.#keys };
  }

  #find(connection: Connection, tenantId: TenantId, orderId: OrderId): Order | undefined {
    const row = this.#keys.find(connection, tenantId, orderId);
    return row === undefined ? undefined : orderOf(row);
  }

  #read<T>(operation: (connection: Connection) => T): Promise<T> {
    return this.#database.read('order_repo_unavailable', operation);
  }

  #write<T>(operation: (connection: Connection) => T): Promise<T> {
    return this.#database.write('order_repo_unavailable', operation);
  }
}
