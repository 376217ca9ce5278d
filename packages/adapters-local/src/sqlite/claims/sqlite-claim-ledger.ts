import {
  type AttemptOutcome,
  type ClaimAttempt,
  type ClaimEntry,
  type ClaimLedger,
  closeEntry,
  emptyEntry,
  endAttempt,
  type OrderId,
  type StartedAttempt,
  type StockPair,
  startAttempt,
  type TenantId,
  withoutReturned,
} from '@oms/core';
import type { Connection } from '../database/connection.js';
import { tenantKey } from '../database/interned-names.js';
import type { SqliteDatabase } from '../database/sqlite-database.js';

type Change = (entry: ClaimEntry) => ClaimEntry | undefined;

interface Changed {
  readonly isAllowed: boolean;
  /** As it is now. */
  readonly entry: ClaimEntry;
}

const code = 'claim_ledger_unavailable';

/** A claim ledger in one SQLite file; every write is one transaction. */
export class SqliteClaimLedger implements ClaimLedger {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  async getMany(tenantId: TenantId, orderIds: readonly OrderId[]): Promise<readonly ClaimEntry[]> {
    const ids = [...orderIds];
    return this.#database.read(code, (connection) => {
      const tenantNo = this.#database.keys.find(connection, tenantKey(tenantId));
      return ids.map((orderId) => (tenantNo === undefined ? emptyEntry(orderId) : find(connection, tenantNo, orderId)));
    });
  }

  async start(tenantId: TenantId, orderId: OrderId, attempt: ClaimAttempt): Promise<StartedAttempt> {
    const own = structuredClone(attempt);
    const { isAllowed, entry } = await this.#change(tenantId, orderId, (stored) => startAttempt(stored, own));
    return { answer: isAllowed ? 'started' : 'refused', entry };
  }

  async record(
    tenantId: TenantId,
    orderId: OrderId,
    attemptId: string,
    outcome: AttemptOutcome,
  ): Promise<'recorded' | 'lost'> {
    const own = { ...outcome };
    const { isAllowed } = await this.#change(tenantId, orderId, (stored) => endAttempt(stored, attemptId, own));
    return isAllowed ? 'recorded' : 'lost';
  }

  async close(tenantId: TenantId, orderId: OrderId): Promise<ClaimEntry> {
    return (await this.#change(tenantId, orderId, closeEntry)).entry;
  }

  async giveBack(tenantId: TenantId, orderId: OrderId, pairs: readonly StockPair[]): Promise<ClaimEntry> {
    const own = structuredClone(pairs);
    return (await this.#change(tenantId, orderId, (stored) => withoutReturned(stored, own))).entry;
  }

  #change(tenantId: TenantId, orderId: OrderId, change: Change): Promise<Changed> {
    return this.#database.write(code, (connection) => {
      const tenantNo = this.#database.keys.findOrAdd(connection, tenantKey(tenantId));
      const stored = find(connection, tenantNo, orderId);
      const entry = change(stored);
      if (entry === undefined) return { isAllowed: false, entry: stored };
      connection.run(
        `INSERT INTO claim_entries (tenant_no, order_id, entry) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET entry = excluded.entry`,
        tenantNo,
        orderId,
        JSON.stringify(entry),
      );
      return { isAllowed: true, entry };
    });
  }
}

const find = (connection: Connection, tenantNo: number, orderId: OrderId): ClaimEntry => {
  const sql = 'SELECT entry FROM claim_entries WHERE tenant_no = ? AND order_id = ?';
  const row = connection.get<{ readonly entry: string }>(sql, tenantNo, orderId);
  return row === undefined ? emptyEntry(orderId) : JSON.parse(row.entry);
};
