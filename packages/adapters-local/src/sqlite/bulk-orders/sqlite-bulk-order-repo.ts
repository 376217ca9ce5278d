import {
  type BulkOrder,
  type BulkOrderId,
  type BulkOrderLease,
  type BulkOrderRepo,
  bulkOrderIdentity,
  type Checkpoint,
  type EpochMs,
  type Finish,
  type HandBack,
  isFinished,
  type Rejection,
  type SettleAnswer,
  type TakeOverAnswer,
  type TenantId,
} from '@oms/core';
import type { Connection } from '../database/connection.js';
import type { SqliteDatabase } from '../database/sqlite-database.js';
import { cancel, checkpoint, finish, handBack, takeOver } from './bulk-lease.js';
import { type BulkRow, bulkOrderOf, findBulkRow } from './bulk-row.js';

type Created = { readonly answer: 'created' | 'continued'; readonly bulkOrder: BulkOrder };

/** Bulk orders in one SQLite file. */
export class SqliteBulkOrderRepo implements BulkOrderRepo {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  async createOrContinue(bulkOrder: BulkOrder): Promise<Created> {
    return this.#write(createOrContinue(structuredClone(bulkOrder)));
  }

  async get(tenantId: TenantId, bulkOrderId: BulkOrderId): Promise<BulkOrder | undefined> {
    const row = await this.#read((connection) => findBulkRow(connection, tenantId, bulkOrderId));
    return row === undefined ? undefined : bulkOrderOf(row);
  }

  async list(tenantId: TenantId, page: Parameters<BulkOrderRepo['list']>[1]): Promise<readonly BulkOrder[]> {
    const { after, limit, state = null } = page;
    const sql = `SELECT document FROM bulk_orders
      WHERE tenant_id = ?1 AND (submitted_at, bulk_order_id) < (?2, ?3) AND (?4 IS NULL OR state = ?4)
      ORDER BY submitted_at DESC, bulk_order_id DESC LIMIT ?5`;
    const from = [after?.submittedAt ?? Number.MAX_SAFE_INTEGER, after?.bulkOrderId ?? ''] as const;
    const rows = await this.#read((connection) => connection.all<BulkRow>(sql, tenantId, ...from, state, limit));
    return rows.map(bulkOrderOf);
  }

  async markQueued(tenantId: TenantId, bulkOrderId: BulkOrderId, now: EpochMs): Promise<void> {
    const sql = `UPDATE bulk_orders SET state = 'queued',
        document = json_set(document, '$.state', 'queued', '$.updatedAt', ?)
      WHERE tenant_id = ? AND bulk_order_id = ? AND state = 'accepted'`;
    await this.#write((connection) => connection.run(sql, now, tenantId, bulkOrderId));
  }

  async takeOver(
    tenantId: TenantId,
    bulkOrderId: BulkOrderId,
    options: { readonly now: EpochMs; readonly leaseMs: number },
  ): Promise<TakeOverAnswer> {
    return this.#write(takeOver(tenantId, bulkOrderId, options));
  }

  async checkpoint(lease: BulkOrderLease, given: Checkpoint): Promise<SettleAnswer> {
    return this.#write(checkpoint(lease, structuredClone(given)));
  }

  async handBack(lease: BulkOrderLease, given: HandBack): Promise<SettleAnswer> {
    return this.#write(handBack(lease, structuredClone(given)));
  }

  async finish(lease: BulkOrderLease, given: Finish): Promise<SettleAnswer> {
    return this.#write(finish(lease, structuredClone(given)));
  }

  async cancel(tenantId: TenantId, bulkOrderId: BulkOrderId, now: EpochMs): Promise<BulkOrder | undefined> {
    return this.#write(cancel(tenantId, bulkOrderId, now));
  }

  async listAbandoned(options: { readonly now: EpochMs; readonly limit: number }): Promise<readonly BulkOrder[]> {
    const sql = `SELECT document FROM bulk_orders WHERE NOT is_finished AND leased_until <= ?
      ORDER BY submitted_at, bulk_order_id LIMIT ?`;
    const rows = await this.#read((connection) => connection.all<BulkRow>(sql, options.now, options.limit));
    return rows.map(bulkOrderOf);
  }

  async listRejections(
    tenantId: TenantId,
    bulkOrderId: BulkOrderId,
    { afterRow, limit }: { readonly afterRow: number; readonly limit: number },
  ): Promise<readonly Rejection[]> {
    const sql = 'SELECT document FROM rejections WHERE bulk_no = ? AND row > ? ORDER BY row LIMIT ?';
    const rows = await this.#read((connection) => {
      const bulkNo = findBulkRow(connection, tenantId, bulkOrderId)?.bulk_no ?? null;
      return connection.all<{ document: string }>(sql, bulkNo, afterRow, limit);
    });
    return rows.map(({ document }) => JSON.parse(document));
  }

  #read<T>(operation: (connection: Connection) => T): Promise<T> {
    return this.#database.read('bulk_order_repo_unavailable', operation);
  }

  #write<T>(operation: (connection: Connection) => T): Promise<T> {
    return this.#database.write('bulk_order_repo_unavailable', operation);
  }
}

const createOrContinue =
  (bulkOrder: BulkOrder) =>
  (connection: Connection): Created => {
    const identity = bulkOrderIdentity(bulkOrder);
    const sql = 'SELECT document FROM bulk_orders WHERE identity = ? AND NOT is_finished';
    const unfinished = connection.get<BulkRow>(sql, identity);
    if (unfinished !== undefined) return { answer: 'continued', bulkOrder: bulkOrderOf(unfinished) };
    connection.run(
      `INSERT INTO bulk_orders (tenant_id, bulk_order_id, identity, state, is_finished, submitted_at, document)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      bulkOrder.tenantId,
      bulkOrder.bulkOrderId,
      identity,
      bulkOrder.state,
      Number(isFinished(bulkOrder.state)),
      bulkOrder.submittedAt,
      JSON.stringify(bulkOrder),
    );
    return { answer: 'created', bulkOrder };
  };
