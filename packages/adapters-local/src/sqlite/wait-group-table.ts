import {
  type LeasedGroup,
  type LeaseOptions,
  type Order,
  type SettleAnswer,
  type StockPair,
  type TenantId,
  type WaitGroup,
  type WaitsFor,
  waitGroupKey,
  waitsFor,
} from '@oms/core';
import type { SqliteDatabase } from './sqlite-database.js';

/** The wait groups of the SQLite repo: when each is tried next, and by whom. */
export class WaitGroupTable {
  readonly #db: SqliteDatabase;

  constructor(db: SqliteDatabase) {
    this.#db = db;
  }

  /** Within a write: the numbers of the groups in which orders wait, opening those that are closed. */
  joiner(): (order: Order) => number | null {
    const joined = new Map<string, number>();
    return (order) => {
      const what = waitsFor(order);
      if (what === undefined) return null;
      const key = waitGroupKey({ tenantId: order.tenantId, waitsFor: what });
      const number = joined.get(key) ?? this.#join(key, order, what);
      joined.set(key, number);
      return number;
    };
  }

  #join(key: string, order: Order, what: WaitsFor): number {
    const row = this.#db.get(
      `INSERT INTO wait_groups (group_key, tenant_id, waits_for, next_attempt_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (group_key) DO UPDATE SET
         attempts = iif(next_attempt_at IS NULL, 0, attempts),
         leased_until = iif(next_attempt_at IS NULL, 0, leased_until),
         next_attempt_at = coalesce(next_attempt_at, excluded.next_attempt_at)
       RETURNING group_no`,
      key,
      order.tenantId,
      JSON.stringify(what),
      order.hold?.nextAttemptAt ?? order.updatedAt,
    );
    return Number(row?.group_no);
  }

  numberOf(group: WaitGroup): number | undefined {
    const row = this.#db.get('SELECT group_no FROM wait_groups WHERE group_key = ?', waitGroupKey(group));
    return row === undefined ? undefined : Number(row.group_no);
  }

  async leaseDue({ now, leaseMs, limit }: LeaseOptions): Promise<readonly LeasedGroup[]> {
    const due = 'next_attempt_at <= ? AND leased_until <= ?';
    if (this.#db.get(`SELECT 1 FROM wait_groups WHERE ${due} LIMIT 1`, now, now) === undefined) return [];
    const rows = await this.#db.write(() =>
      this.#db.all(
        `UPDATE wait_groups SET leased_until = ?, token = token + 1 WHERE group_no IN
           (SELECT group_no FROM wait_groups WHERE ${due} ORDER BY next_attempt_at, group_no LIMIT ?)
         RETURNING tenant_id, waits_for, attempts, token, next_attempt_at, group_no`,
        now + leaseMs,
        now,
        now,
        limit,
      ),
    );
    return rows
      .sort((a, b) => Number(a.next_attempt_at) - Number(b.next_attempt_at) || Number(a.group_no) - Number(b.group_no))
      .map((row) => ({
        tenantId: String(row.tenant_id),
        waitsFor: JSON.parse(String(row.waits_for)) as WaitsFor,
        attempts: Number(row.attempts),
        token: Number(row.token),
      }));
  }

  async postpone(group: LeasedGroup, nextAttemptAt: number): Promise<SettleAnswer> {
    const changed = await this.#db.write(() =>
      this.#db.run(
        `UPDATE wait_groups SET next_attempt_at = ?, attempts = attempts + 1, leased_until = 0, token = token + 1
         WHERE group_key = ? AND token = ?`,
        nextAttemptAt,
        waitGroupKey(group),
        group.token,
      ),
    );
    return changed === 1 ? 'done' : 'lost';
  }

  async close(group: LeasedGroup): Promise<SettleAnswer> {
    const changed = await this.#db.write(() =>
      this.#db.run(
        `UPDATE wait_groups SET next_attempt_at = NULL, token = token + 1 WHERE group_key = ? AND token = ?
           AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.group_no = wait_groups.group_no)`,
        waitGroupKey(group),
        group.token,
      ),
    );
    return changed === 1 ? 'done' : 'lost';
  }

  wake(tenantId: TenantId, pairs: readonly StockPair[], now: number): Promise<number> {
    const keys = new Set(
      pairs.map(({ skuId, hubId }) => waitGroupKey({ tenantId, waitsFor: { kind: 'stock', skuId, hubId } })),
    );
    return this.#db.write(() => {
      let woken = 0;
      for (const key of keys) {
        woken += this.#db.run(
          `UPDATE wait_groups SET next_attempt_at = ?, attempts = 0, leased_until = 0, token = token + 1
           WHERE group_key = ? AND next_attempt_at IS NOT NULL`,
          now,
          key,
        );
      }
      return woken;
    });
  }
}
