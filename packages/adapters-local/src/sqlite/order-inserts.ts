import { type InsertAnswer, type Order, type OrderId, type OrderWrite, waitsFor, wantedOf } from '@oms/core';
import { keyHash } from './key-hash.js';
import { stateNumberOf } from './order-query.js';
import { changingJson, contentJson, orderColumns, orderOfRow, ordersWithGroup } from './order-row.js';
import { outboxText } from './outbox-text.js';
import type { SqliteDatabase } from './sqlite-database.js';
import type { WaitGroupTable } from './wait-group-table.js';

/** Finds orders by their keys, and inserts those whose keys are free; the write lock makes looking and inserting one step. */
export class OrderInserts {
  readonly #db: SqliteDatabase;
  readonly #groups: WaitGroupTable;

  constructor(db: SqliteDatabase, groups: WaitGroupTable) {
    this.#db = db;
    this.#groups = groups;
  }

  /** Within a write. */
  all(tenantNo: number, writes: readonly OrderWrite[]): readonly InsertAnswer[] {
    const join = this.#groups.joiner();
    const sources = new Map<string, number>();
    const sourceOf = (order: Order): number | null => {
      if (order.source.kind !== 'bulk') return null;
      const { bulkOrderId } = order.source;
      const number = sources.get(bulkOrderId) ?? this.#ensureSource(tenantNo, bulkOrderId);
      sources.set(bulkOrderId, number);
      return number;
    };
    return writes.map(
      (write) => this.#taken(tenantNo, write.order) ?? this.#insert(tenantNo, write, { join, sourceOf }),
    );
  }

  find(tenantNo: number, orderId: OrderId): Order | undefined {
    const row = this.#db.get(
      `SELECT ${orderColumns} FROM ${ordersWithGroup} WHERE o.key_hash = ? AND o.tenant_no = ? AND o.order_id = ?`,
      keyHash(tenantNo, orderId),
      tenantNo,
      orderId,
    );
    return row === undefined ? undefined : orderOfRow(row);
  }

  findSource(tenantNo: number, bulkOrderId: string): number | undefined {
    const row = this.#db.get(
      'SELECT bulk_no FROM sources WHERE tenant_no = ? AND bulk_order_id = ?',
      tenantNo,
      bulkOrderId,
    );
    return row === undefined ? undefined : Number(row.bulk_no);
  }

  #ensureSource(tenantNo: number, bulkOrderId: string): number {
    this.#db.run('INSERT OR IGNORE INTO sources (tenant_no, bulk_order_id) VALUES (?, ?)', tenantNo, bulkOrderId);
    return this.findSource(tenantNo, bulkOrderId) as number;
  }

  #taken(tenantNo: number, order: Order): InsertAnswer | undefined {
    const stored = this.find(tenantNo, order.orderId);
    if (stored !== undefined) {
      if (stored.fingerprint === order.fingerprint) return { answer: 'unchanged', order: stored };
      return { answer: 'conflict', on: 'order_id', order: stored };
    }
    const owner = order.idempotencyKey === undefined ? undefined : this.#ownerOf(tenantNo, order.idempotencyKey);
    return owner === undefined ? undefined : { answer: 'conflict', on: 'idempotency_key', order: owner };
  }

  #ownerOf(tenantNo: number, idempotencyKey: string): Order | undefined {
    return this.#db
      .all(
        `SELECT ${orderColumns} FROM ${ordersWithGroup} WHERE o.idempotency_hash = ? AND o.tenant_no = ?`,
        keyHash(tenantNo, idempotencyKey),
        tenantNo,
      )
      .map(orderOfRow)
      .find((order) => order.idempotencyKey === idempotencyKey);
  }

  #insert(
    tenantNo: number,
    { order, events, relayAt }: OrderWrite,
    numbers: { readonly join: (order: Order) => number | null; readonly sourceOf: (order: Order) => number | null },
  ): InsertAnswer {
    const what = waitsFor(order);
    this.#db.run(
      `INSERT INTO orders (key_hash, tenant_no, order_id, version, state, created_at, bulk_no, group_no, wanted, held_since,
         relay_at, release_at, idempotency_hash, seller_id, outbox, changing, content)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      keyHash(tenantNo, order.orderId),
      tenantNo,
      order.orderId,
      order.version,
      stateNumberOf(order),
      order.createdAt,
      numbers.sourceOf(order),
      numbers.join(order),
      what === undefined ? 0 : wantedOf(order, what),
      order.hold?.since ?? null,
      events.length > 0 ? relayAt : null,
      order.release?.state === 'due' ? order.release.nextAttemptAt : null,
      order.idempotencyKey === undefined ? null : keyHash(tenantNo, order.idempotencyKey),
      order.sellerId,
      outboxText(events),
      changingJson(order),
      contentJson(order),
    );
    return { answer: 'created', order };
  }
}
