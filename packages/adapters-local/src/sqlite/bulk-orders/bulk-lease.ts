import {
  type BulkOrder,
  type BulkOrderId,
  type BulkOrderLease,
  type Checkpoint,
  compact,
  type EpochMs,
  type Finish,
  type HandBack,
  isFinished,
  type SettleAnswer,
  type TakeOverAnswer,
  type TenantId,
} from '@oms/core';
import type { Connection } from '../database/connection.js';
import { type BulkChange, type BulkRow, bulkOrderOf, findBulkRow, writeBulkRow } from './bulk-row.js';

/** Each function makes an operation to run inside a write. */
type Operation<T> = (connection: Connection) => T;

export const takeOver =
  (
    tenantId: TenantId,
    bulkOrderId: BulkOrderId,
    { now, leaseMs }: { readonly now: EpochMs; readonly leaseMs: number },
  ): Operation<TakeOverAnswer> =>
  (connection) => {
    const row = findBulkRow(connection, tenantId, bulkOrderId);
    if (row === undefined) return { answer: 'missing' };
    const stored = bulkOrderOf(row);
    if (isFinished(stored.state)) return { answer: 'finished', bulkOrder: stored };
    // Handed back work is not leased: its `leased_until` only keeps sweepers away.
    if (stored.state === 'running' && row.leased_until > now) return { answer: 'held', until: row.leased_until };
    const { waitsFor: _, ...rest } = stored;
    const bulkOrder: BulkOrder = { ...rest, state: 'running', startedAt: rest.startedAt ?? now, updatedAt: now };
    const fence = row.fence + 1;
    writeBulkRow(connection, row, { bulkOrder, fence, leasedUntil: now + leaseMs });
    return { answer: 'taken', bulkOrder, lease: { tenantId, bulkOrderId, fence } };
  };

export const checkpoint =
  (lease: BulkOrderLease, { progress, rejections, now, leaseMs }: Checkpoint): Operation<SettleAnswer> =>
  (connection) => {
    const row = rowOfLease(connection, lease);
    if (row === undefined) return 'lost';
    const stored = bulkOrderOf(row);
    const attempts = progress.row > stored.progress.row ? 0 : stored.attempts;
    writeBulkRow(connection, row, {
      bulkOrder: { ...stored, progress, attempts, updatedAt: now },
      leasedUntil: now + leaseMs,
    });
    for (const rejection of rejections) {
      const sql = 'INSERT OR IGNORE INTO rejections (bulk_no, row, document) VALUES (?, ?, ?)';
      connection.run(sql, row.bulk_no, rejection.row, JSON.stringify(rejection));
    }
    return 'done';
  };

export const handBack = (
  lease: BulkOrderLease,
  { state, attempts, waitsFor, now, until }: HandBack,
): Operation<SettleAnswer> =>
  endLease(lease, (stored) => ({
    bulkOrder: compact({ ...stored, state, attempts, waitsFor, updatedAt: now }),
    leasedUntil: until,
  }));

export const finish = (lease: BulkOrderLease, { state, failure, report, now }: Finish): Operation<SettleAnswer> =>
  endLease(lease, (stored) => ({
    bulkOrder: compact({ ...stored, state, failure, report, finishedAt: now, updatedAt: now }),
  }));

export const cancel =
  (tenantId: TenantId, bulkOrderId: BulkOrderId, now: EpochMs): Operation<BulkOrder | undefined> =>
  (connection) => {
    const row = findBulkRow(connection, tenantId, bulkOrderId);
    if (row === undefined) return undefined;
    const stored = bulkOrderOf(row);
    if (isFinished(stored.state)) return stored;
    const bulkOrder: BulkOrder = { ...stored, state: 'cancelled', finishedAt: now, updatedAt: now };
    writeBulkRow(connection, row, { bulkOrder, fence: row.fence + 1 });
    return bulkOrder;
  };

/** A grown fence makes the lease void for whoever still holds it. */
const endLease =
  (lease: BulkOrderLease, change: (stored: BulkOrder) => BulkChange): Operation<SettleAnswer> =>
  (connection) => {
    const row = rowOfLease(connection, lease);
    if (row === undefined) return 'lost';
    writeBulkRow(connection, row, { ...change(bulkOrderOf(row)), fence: row.fence + 1 });
    return 'done';
  };

const rowOfLease = (connection: Connection, lease: BulkOrderLease): BulkRow | undefined => {
  const row = findBulkRow(connection, lease.tenantId, lease.bulkOrderId);
  return row?.fence === lease.fence ? row : undefined;
};
