import {
  type BulkOrder,
  type BulkOrderLease,
  type BulkProgress,
  compact,
  type EpochMs,
  type Finish,
  type HandBack,
  isFinished,
  type SettleAnswer,
  type TakeOverAnswer,
} from '@oms/core';
import type { BulkOrderFacts, RejectionBatch } from './bulk-order-document.js';

type Facts = Omit<BulkOrderFacts, 'mark'>;

/** What a write makes of a document, and what it answers; without `next` it writes nothing. */
export interface Change<T> {
  readonly answer: T;
  readonly next?: Facts;
}

export const takeOver =
  ({ now, leaseMs }: { readonly now: EpochMs; readonly leaseMs: number }) =>
  (stored: Facts): Change<TakeOverAnswer> => {
    const { bulkOrder, leasedUntil } = stored;
    if (isFinished(bulkOrder.state)) return { answer: { answer: 'finished', bulkOrder } };
    // Handed back work is not leased: its `leasedUntil` only keeps sweepers away.
    if (bulkOrder.state === 'running' && leasedUntil > now) return { answer: { answer: 'held', until: leasedUntil } };
    const { waitsFor: _, ...rest } = bulkOrder;
    const taken: BulkOrder = { ...rest, state: 'running', startedAt: rest.startedAt ?? now, updatedAt: now };
    const fence = stored.fence + 1;
    const lease = { tenantId: taken.tenantId, bulkOrderId: taken.bulkOrderId, fence };
    return {
      answer: { answer: 'taken', bulkOrder: taken, lease },
      next: { ...stored, bulkOrder: taken, fence, leasedUntil: now + leaseMs },
    };
  };

export interface DurableCheckpoint {
  readonly progress: BulkProgress;
  /** Of its rejections, which are stored by now. */
  readonly batch: RejectionBatch | undefined;
  readonly now: EpochMs;
  readonly leaseMs: number;
}

export const checkpoint = (lease: BulkOrderLease, { progress, batch, now, leaseMs }: DurableCheckpoint) =>
  underLease(lease, (stored) => {
    const { bulkOrder, batches } = stored;
    const attempts = progress.row > bulkOrder.progress.row ? 0 : bulkOrder.attempts;
    return {
      ...stored,
      bulkOrder: { ...bulkOrder, progress, attempts, updatedAt: now },
      leasedUntil: now + leaseMs,
      batches: batch === undefined ? batches : [...batches, batch],
    };
  });

export const handBack = (lease: BulkOrderLease, { state, attempts, waitsFor, now, until }: HandBack) =>
  underLease(lease, (stored) => ({
    ...stored,
    bulkOrder: compact({ ...stored.bulkOrder, state, attempts, waitsFor, updatedAt: now }),
    leasedUntil: until,
    fence: stored.fence + 1,
  }));

export const finish = (lease: BulkOrderLease, { state, failure, report, now }: Finish) =>
  underLease(lease, (stored) => ({
    ...stored,
    bulkOrder: compact({ ...stored.bulkOrder, state, failure, report, finishedAt: now, updatedAt: now }),
    fence: stored.fence + 1,
  }));

export const cancel =
  (now: EpochMs) =>
  (stored: Facts): Change<BulkOrder> => {
    if (isFinished(stored.bulkOrder.state)) return { answer: stored.bulkOrder };
    const bulkOrder: BulkOrder = { ...stored.bulkOrder, state: 'cancelled', finishedAt: now, updatedAt: now };
    return { answer: bulkOrder, next: { ...stored, bulkOrder, fence: stored.fence + 1 } };
  };

export const markQueued =
  (now: EpochMs) =>
  (stored: Facts): Change<undefined> => {
    if (stored.bulkOrder.state !== 'accepted') return { answer: undefined };
    const bulkOrder: BulkOrder = { ...stored.bulkOrder, state: 'queued', updatedAt: now };
    return { answer: undefined, next: { ...stored, bulkOrder } };
  };

const underLease =
  ({ fence }: BulkOrderLease, change: (stored: Facts) => Facts) =>
  (stored: Facts): Change<SettleAnswer> =>
    stored.fence === fence ? { answer: 'done', next: change(stored) } : { answer: 'lost' };
