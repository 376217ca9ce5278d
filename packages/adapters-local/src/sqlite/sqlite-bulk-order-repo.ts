import type { SQLOutputValue } from 'node:sqlite';
import {
  type BulkOrder,
  type BulkOrderId,
  type BulkOrderLease,
  type BulkOrderRepo,
  bulkOrderIdentity,
  type Checkpoint,
  compact,
  type Finish,
  type HandBack,
  isFinished,
  type Rejection,
  type SettleAnswer,
  type TakeOverAnswer,
  type TenantId,
} from '@oms/core';
import type { SqliteDatabase } from './sqlite-database.js';

interface Stored {
  readonly bulkNo: number;
  readonly fence: number;
  readonly leasedUntil: number;
  readonly bulkOrder: BulkOrder;
}

const storedOf = (row: Record<string, SQLOutputValue>): Stored => ({
  bulkNo: Number(row.bulk_no),
  fence: Number(row.fence),
  leasedUntil: Number(row.leased_until),
  bulkOrder: JSON.parse(String(row.document)) as BulkOrder,
});

interface Lease {
  readonly leasedUntil: number;
  /** Ends the lease that there is. */
  readonly isVoid: boolean;
}

/** Bulk orders in SQLite: one bulk order is one row, and its rejections one each. */
export class SqliteBulkOrderRepo implements BulkOrderRepo {
  readonly #db: SqliteDatabase;

  constructor(db: SqliteDatabase) {
    this.#db = db;
  }

  createOrContinue(bulkOrder: BulkOrder) {
    const identity = bulkOrderIdentity(bulkOrder);
    return this.#db.write(() => {
      const row = this.#db.get('SELECT * FROM bulk_orders WHERE identity = ? AND is_finished = 0', identity);
      if (row !== undefined) return { answer: 'continued' as const, bulkOrder: storedOf(row).bulkOrder };
      this.#db.run(
        `INSERT INTO bulk_orders (tenant_id, bulk_order_id, identity, state, is_finished, submitted_at, fence, leased_until,
           document) VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?)`,
        bulkOrder.tenantId,
        bulkOrder.bulkOrderId,
        identity,
        bulkOrder.state,
        isFinished(bulkOrder.state) ? 1 : 0,
        bulkOrder.submittedAt,
        JSON.stringify(bulkOrder),
      );
      return { answer: 'created' as const, bulkOrder };
    });
  }

  async get(tenantId: TenantId, bulkOrderId: BulkOrderId): Promise<BulkOrder | undefined> {
    return this.#find(tenantId, bulkOrderId)?.bulkOrder;
  }

  async list(
    tenantId: TenantId,
    { after, limit, state }: Parameters<BulkOrderRepo['list']>[1],
  ): Promise<readonly BulkOrder[]> {
    const place = after === undefined ? '' : 'AND (submitted_at, bulk_order_id) < (?, ?)';
    const placeValues = after === undefined ? [] : [after.submittedAt, after.bulkOrderId];
    return this.#db
      .all(
        `SELECT * FROM bulk_orders WHERE tenant_id = ? ${place} ${state === undefined ? '' : 'AND state = ?'}
         ORDER BY submitted_at DESC, bulk_order_id DESC LIMIT ?`,
        tenantId,
        ...placeValues,
        ...(state === undefined ? [] : [state]),
        limit,
      )
      .map((row) => storedOf(row).bulkOrder);
  }

  async markQueued(tenantId: TenantId, bulkOrderId: BulkOrderId, now: number): Promise<void> {
    await this.#db.write(() => {
      const stored = this.#find(tenantId, bulkOrderId);
      if (stored?.bulkOrder.state !== 'accepted') return;
      const { leasedUntil } = stored;
      this.#update(stored, { ...stored.bulkOrder, state: 'queued', updatedAt: now }, { leasedUntil, isVoid: false });
    });
  }

  takeOver(
    tenantId: TenantId,
    bulkOrderId: BulkOrderId,
    { now, leaseMs }: { readonly now: number; readonly leaseMs: number },
  ): Promise<TakeOverAnswer> {
    return this.#db.write((): TakeOverAnswer => {
      const stored = this.#find(tenantId, bulkOrderId);
      if (stored === undefined) return { answer: 'missing' };
      const { waitsFor: _, ...bulkOrder } = stored.bulkOrder;
      if (isFinished(bulkOrder.state)) return { answer: 'finished', bulkOrder: stored.bulkOrder };
      if (bulkOrder.state === 'running' && stored.leasedUntil > now)
        return { answer: 'held', until: stored.leasedUntil };
      const taken: BulkOrder = {
        ...bulkOrder,
        state: 'running',
        startedAt: bulkOrder.startedAt ?? now,
        updatedAt: now,
      };
      this.#update(stored, taken, { leasedUntil: now + leaseMs, isVoid: true });
      return { answer: 'taken', bulkOrder: taken, lease: { tenantId, bulkOrderId, fence: stored.fence + 1 } };
    });
  }

  checkpoint(lease: BulkOrderLease, { progress, rejections, now, leaseMs }: Checkpoint): Promise<SettleAnswer> {
    return this.#underLease(lease, (stored) => {
      const { bulkOrder, bulkNo } = stored;
      const attempts = progress.row > bulkOrder.progress.row ? 0 : bulkOrder.attempts;
      this.#update(
        stored,
        { ...bulkOrder, progress, attempts, updatedAt: now },
        { leasedUntil: now + leaseMs, isVoid: false },
      );
      for (const rejection of rejections) {
        this.#db.run(
          'INSERT OR IGNORE INTO rejections (bulk_no, row, document) VALUES (?, ?, ?)',
          bulkNo,
          rejection.row,
          JSON.stringify(rejection),
        );
      }
    });
  }

  handBack(lease: BulkOrderLease, { state, attempts, waitsFor, now, until }: HandBack): Promise<SettleAnswer> {
    return this.#underLease(lease, (stored) => {
      const bulkOrder = compact({ ...stored.bulkOrder, state, attempts, waitsFor, updatedAt: now });
      this.#update(stored, bulkOrder, { leasedUntil: until, isVoid: true });
    });
  }

  finish(lease: BulkOrderLease, { state, failure, report, now }: Finish): Promise<SettleAnswer> {
    return this.#underLease(lease, (stored) => {
      const bulkOrder = compact({ ...stored.bulkOrder, state, failure, report, finishedAt: now, updatedAt: now });
      this.#update(stored, bulkOrder, { leasedUntil: 0, isVoid: true });
    });
  }

  cancel(tenantId: TenantId, bulkOrderId: BulkOrderId, now: number): Promise<BulkOrder | undefined> {
    return this.#db.write(() => {
      const stored = this.#find(tenantId, bulkOrderId);
      if (stored === undefined || isFinished(stored.bulkOrder.state)) return stored?.bulkOrder;
      const cancelled: BulkOrder = { ...stored.bulkOrder, state: 'cancelled', finishedAt: now, updatedAt: now };
      this.#update(stored, cancelled, { leasedUntil: 0, isVoid: true });
      return cancelled;
    });
  }

  async listAbandoned({ now, limit }: { readonly now: number; readonly limit: number }): Promise<readonly BulkOrder[]> {
    return this.#db
      .all(
        'SELECT * FROM bulk_orders WHERE is_finished = 0 AND leased_until <= ? ORDER BY submitted_at, bulk_order_id LIMIT ?',
        now,
        limit,
      )
      .map((row) => storedOf(row).bulkOrder);
  }

  async listRejections(
    tenantId: TenantId,
    bulkOrderId: BulkOrderId,
    { afterRow, limit }: { readonly afterRow: number; readonly limit: number },
  ): Promise<readonly Rejection[]> {
    const stored = this.#find(tenantId, bulkOrderId);
    if (stored === undefined) return [];
    return this.#db
      .all(
        'SELECT document FROM rejections WHERE bulk_no = ? AND row > ? ORDER BY row LIMIT ?',
        stored.bulkNo,
        afterRow,
        limit,
      )
      .map((row) => JSON.parse(String(row.document)) as Rejection);
  }

  #find(tenantId: TenantId, bulkOrderId: BulkOrderId): Stored | undefined {
    const row = this.#db.get(
      'SELECT * FROM bulk_orders WHERE tenant_id = ? AND bulk_order_id = ?',
      tenantId,
      bulkOrderId,
    );
    return row === undefined ? undefined : storedOf(row);
  }

  #update({ bulkNo, fence }: Stored, bulkOrder: BulkOrder, { leasedUntil, isVoid }: Lease): void {
    this.#db.run(
      'UPDATE bulk_orders SET state = ?, is_finished = ?, fence = ?, leased_until = ?, document = ? WHERE bulk_no = ?',
      bulkOrder.state,
      isFinished(bulkOrder.state) ? 1 : 0,
      isVoid ? fence + 1 : fence,
      leasedUntil,
      JSON.stringify(bulkOrder),
      bulkNo,
    );
  }

  #underLease(
    { tenantId, bulkOrderId, fence }: BulkOrderLease,
    change: (stored: Stored) => void,
  ): Promise<SettleAnswer> {
    return this.#db.write(() => {
      const stored = this.#find(tenantId, bulkOrderId);
      if (stored === undefined || stored.fence !== fence) return 'lost';
      change(stored);
      return 'done';
    });
  }
}
