import {
  type HoldCode,
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
  type SettleAnswer,
  type StockPair,
  type TenantId,
  type UnpublishedOrder,
  type WaitGroup,
  type WaitingOptions,
  waitsFor,
  wantedOf,
} from '@oms/core';
import { keyHash } from './key-hash.js';
import { OrderInserts } from './order-inserts.js';
import { type OrderQuery, orderQuery, stateNumberOf } from './order-query.js';
import { changingJson, orderColumns, orderOfRow, ordersWithGroup, stateOfNumber } from './order-row.js';
import { OutboxTable } from './outbox-table.js';
import { outboxEvents, outboxText } from './outbox-text.js';
import type { SqliteDatabase } from './sqlite-database.js';
import { TenantNumbers } from './tenant-numbers.js';
import { WaitGroupTable } from './wait-group-table.js';

/** Orders in SQLite: one order is one row, the outbox in it. */
export class SqliteOrderRepo implements OrderRepo {
  readonly #db: SqliteDatabase;
  readonly #tenants: TenantNumbers;
  readonly #groups: WaitGroupTable;
  readonly #inserts: OrderInserts;
  readonly #outbox: OutboxTable;

  constructor(db: SqliteDatabase) {
    this.#db = db;
    this.#tenants = new TenantNumbers(db);
    this.#groups = new WaitGroupTable(db);
    this.#inserts = new OrderInserts(db, this.#groups);
    this.#outbox = new OutboxTable(db, this.#tenants);
  }

  async insertMany(tenantId: TenantId, writes: readonly OrderWrite[]): Promise<readonly InsertAnswer[]> {
    const tenantNo = await this.#tenants.ensure(tenantId);
    return this.#db.write(() => this.#inserts.all(tenantNo, writes));
  }

  async getMany(tenantId: TenantId, orderIds: readonly OrderId[]): Promise<readonly (Order | undefined)[]> {
    const tenantNo = this.#tenants.find(tenantId);
    if (tenantNo === undefined) return orderIds.map(() => undefined);
    return orderIds.map((orderId) => this.#inserts.find(tenantNo, orderId));
  }

  async list(
    tenantId: TenantId,
    filter: OrderFilter,
    { after, limit }: { readonly after?: OrderPosition; readonly limit: number },
  ): Promise<readonly Order[]> {
    const query = this.#query(tenantId, filter);
    if (query === undefined) return [];
    const place = after === undefined ? '' : 'AND (o.created_at < ? OR (o.created_at = ? AND o.order_id < ?))';
    const placeValues = after === undefined ? [] : [after.createdAt, after.createdAt, after.orderId];
    return this.#db
      .all(
        `SELECT ${orderColumns} FROM ${ordersWithGroup} WHERE ${query.where} ${place}
         ORDER BY o.created_at DESC, o.order_id DESC LIMIT ?`,
        ...query.values,
        ...placeValues,
        limit,
      )
      .map(orderOfRow);
  }

  async count(tenantId: TenantId, filter: OrderFilter): Promise<OrderCounts> {
    const status = { on_hold: 0, new_order: 0, cancelled: 0 };
    const holds: Partial<Record<HoldCode, number>> = {};
    const query = this.#query(tenantId, filter);
    if (query === undefined) return { status, holds };
    const rows = this.#db.all(
      `SELECT o.state, count(*) AS n FROM orders o WHERE ${query.where} GROUP BY o.state`,
      ...query.values,
    );
    for (const row of rows) {
      const state = stateOfNumber(Number(row.state));
      status[state.status] += Number(row.n);
      if (state.holdCode !== undefined) holds[state.holdCode] = Number(row.n);
    }
    return { status, holds };
  }

  async settleMany(writes: readonly OrderWrite[]): Promise<readonly SettleAnswer[]> {
    if (writes.length === 0) return [];
    return this.#db.write(() => {
      const join = this.#groups.joiner();
      return writes.map((write) => this.#settle(write, join));
    });
  }

  async leaseUnpublished(options: LeaseOptions): Promise<readonly UnpublishedOrder[]> {
    const rows = await this.#outbox.lease(options);
    return rows.map((row) => {
      const order = orderOfRow(row);
      return { order, events: outboxEvents(String(row.outbox), order) };
    });
  }

  markPublished(refs: readonly OrderEventRef[]): Promise<void> {
    return this.#outbox.markPublished(refs);
  }

  leaseDueGroups(options: LeaseOptions): Promise<readonly LeasedGroup[]> {
    return this.#groups.leaseDue(options);
  }

  async waiting(group: WaitGroup, { after, heldBefore, maxWanted, limit }: WaitingOptions): Promise<readonly Order[]> {
    const groupNo = this.#groups.numberOf(group);
    if (groupNo === undefined) return [];
    const terms = [
      after === undefined
        ? []
        : [
            '(o.created_at > ? OR (o.created_at = ? AND o.order_id > ?))',
            after.createdAt,
            after.createdAt,
            after.orderId,
          ],
      heldBefore === undefined ? [] : ['o.created_at <= ? AND o.held_since <= ?', heldBefore, heldBefore],
      maxWanted === undefined ? [] : ['o.wanted <= ?', maxWanted],
    ].filter(([term]) => term !== undefined);
    const where = ['o.group_no = ?', ...terms.map(([term]) => term)].join(' AND ');
    const values = terms.flatMap(([, ...rest]) => rest as (string | number)[]);
    return this.#db
      .all(
        `SELECT ${orderColumns} FROM ${ordersWithGroup} WHERE ${where} ORDER BY o.created_at, o.order_id LIMIT ?`,
        groupNo,
        ...values,
        limit,
      )
      .map(orderOfRow);
  }

  postponeGroup(group: LeasedGroup, nextAttemptAt: number): Promise<SettleAnswer> {
    return this.#groups.postpone(group, nextAttemptAt);
  }

  closeGroup(group: LeasedGroup): Promise<SettleAnswer> {
    return this.#groups.close(group);
  }

  wakeGroups(tenantId: TenantId, pairs: readonly StockPair[], now: number): Promise<number> {
    return this.#groups.wake(tenantId, pairs, now);
  }

  async leaseDueReleases({ now, leaseMs, limit }: LeaseOptions): Promise<readonly Order[]> {
    const due = 'SELECT order_no FROM orders WHERE release_at <= ? ORDER BY release_at, order_no LIMIT ?';
    const numbers = this.#db.all(due, now, limit);
    if (numbers.length === 0) return [];
    const rows = await this.#db.write(() =>
      this.#db
        .all(
          `UPDATE orders SET release_at = ? WHERE order_no IN (${due}) RETURNING order_no`,
          now + leaseMs,
          now,
          limit,
        )
        .map((row) =>
          this.#db.get(`SELECT ${orderColumns} FROM ${ordersWithGroup} WHERE o.order_no = ?`, Number(row.order_no)),
        ),
    );
    return rows.filter((row) => row !== undefined).map(orderOfRow);
  }

  #query(tenantId: TenantId, filter: OrderFilter): OrderQuery | undefined {
    const tenantNo = this.#tenants.find(tenantId);
    return tenantNo === undefined
      ? undefined
      : orderQuery(tenantNo, filter, (bulkOrderId) => this.#inserts.findSource(tenantNo, bulkOrderId));
  }

  #settle({ order, events, relayAt }: OrderWrite, join: (order: Order) => number | null): SettleAnswer {
    const tenantNo = this.#tenants.find(order.tenantId);
    if (tenantNo === undefined) return 'lost';
    const what = waitsFor(order);
    const changed = this.#db.run(
      `UPDATE orders SET version = ?, state = ?, group_no = ?, wanted = ?, held_since = ?, release_at = ?, changing = ?,
         outbox = outbox || ?, relay_at = iif(?, ?, relay_at)
       WHERE key_hash = ? AND tenant_no = ? AND order_id = ? AND version = ?`,
      order.version,
      stateNumberOf(order),
      join(order),
      what === undefined ? 0 : wantedOf(order, what),
      order.hold?.since ?? null,
      order.release?.state === 'due' ? order.release.nextAttemptAt : null,
      changingJson(order),
      outboxText(events),
      events.length > 0 ? 1 : 0,
      relayAt,
      keyHash(tenantNo, order.orderId),
      tenantNo,
      order.orderId,
      order.version - 1,
    );
    return changed === 1 ? 'done' : 'lost';
  }
}
