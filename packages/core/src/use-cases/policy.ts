import type { BackoffPolicy } from '../domain/backoff.js';

/** Times and sizes that a deployment may choose; no promise rests on any of them. */
export interface Policy {
  /** The relay takes over events that their writer has not published by then; default 30,000. */
  readonly relayAfterMs: number;
  /** The retry worker takes up an order that nothing has settled by then; default 600,000. */
  readonly recheckAfterMs: number;
  /** Between tries for missing stock; default from 2 minutes, doubling, to 30 minutes. */
  readonly stockRetry: BackoffPolicy;
  /** Between probes of an inventory service that is down, and between repeated releases; default 30,000. */
  readonly probeEveryMs: number;
  /** A worker's hold on a group, a release or an outbox; default 60,000. */
  readonly leaseMs: number;
  /** A worker's hold on a bulk order, renewed by every checkpoint; default 10,000. */
  readonly bulkLeaseMs: number;
  /** Most rows of a file; default 5,000,000. */
  readonly maxRows: number;
  /** Rows that are stored together; default 2,000. */
  readonly chunkRows: number;
  /** Chunks of an import that are stored at a time; default 2, of which one is put into words while the repo writes the other. */
  readonly chunksAtOnce: number;
  /** Unexpected failures of a bulk order without progress until it is given up; default 5. */
  readonly maxAttempts: number;
}

export const defaultPolicy: Policy = {
  relayAfterMs: 30_000,
  recheckAfterMs: 600_000,
  stockRetry: { baseMs: 120_000, capMs: 1_800_000 },
  probeEveryMs: 30_000,
  leaseMs: 60_000,
  bulkLeaseMs: 10_000,
  maxRows: 5_000_000,
  chunkRows: 2_000,
  chunksAtOnce: 2,
  maxAttempts: 5,
};
