import type { SQLOutputValue } from 'node:sqlite';
import type { LeaseOptions, OrderEventRef } from '@oms/core';
import { keyHash } from './key-hash.js';
import { orderColumns, ordersWithGroup } from './order-row.js';
import { withoutEvents } from './outbox-text.js';
import type { SqliteDatabase } from './sqlite-database.js';
import type { TenantNumbers } from './tenant-numbers.js';

/** The outboxes in the order rows: what is unpublished, and since when. */
export class OutboxTable {
  readonly #db: SqliteDatabase;
  readonly #tenants: TenantNumbers;

  constructor(db: SqliteDatabase, tenants: TenantNumbers) {
    this.#db = db;
    this.#tenants = tenants;
  }

  /** Rows with `orderColumns` and `outbox`, longest due first. */
  async lease({ now, leaseMs, limit }: LeaseOptions): Promise<readonly Record<string, SQLOutputValue>[]> {
    const due = 'SELECT order_no FROM orders WHERE relay_at <= ? ORDER BY relay_at, order_no LIMIT ?';
    if (this.#db.get(due, now, 1) === undefined) return [];
    return this.#db.write(() => {
      const numbers = this.#db.all(due, now, limit).map((row) => Number(row.order_no));
      return numbers.flatMap((number) => {
        this.#db.run('UPDATE orders SET relay_at = ? WHERE order_no = ?', now + leaseMs, number);
        return this.#db.all(`SELECT ${orderColumns}, o.outbox FROM ${ordersWithGroup} WHERE o.order_no = ?`, number);
      });
    });
  }

  async markPublished(refs: readonly OrderEventRef[]): Promise<void> {
    if (refs.length === 0) return;
    await this.#db.write(() => {
      for (const ref of refs) this.#takeOut(ref);
    });
  }

  #takeOut({ tenantId, orderId, sequence }: OrderEventRef): void {
    const tenantNo = this.#tenants.find(tenantId);
    if (tenantNo === undefined) return;
    const key = [keyHash(tenantNo, orderId), tenantNo, orderId] as const;
    if (this.#takeOutOnly(key, sequence)) return;
    const row = this.#db.get(
      'SELECT order_no, outbox FROM orders WHERE key_hash = ? AND tenant_no = ? AND order_id = ?',
      ...key,
    );
    if (row === undefined) return;
    const rest = withoutEvents(String(row.outbox), [sequence]);
    this.#db.run(
      'UPDATE orders SET outbox = ?, relay_at = iif(?, relay_at, NULL) WHERE order_no = ?',
      rest,
      rest === '' ? 0 : 1,
      Number(row.order_no),
    );
  }

  /** The common case in one statement: the outbox holds this event and no other. */
  #takeOutOnly(key: readonly [number, number, string], sequence: number): boolean {
    const changed = this.#db.run(
      `UPDATE orders SET outbox = '', relay_at = NULL WHERE key_hash = ? AND tenant_no = ? AND order_id = ?
         AND outbox GLOB ? AND instr(outbox, char(10)) = length(outbox)`,
      ...key,
      `{"sequence":${sequence},*`,
    );
    return changed === 1;
  }
}
