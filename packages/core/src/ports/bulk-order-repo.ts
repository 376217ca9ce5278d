import type { BulkOrder, BulkOrderState, BulkProgress, Problem } from '../domain/bulk-order.js';
import type { BulkOrderId, TenantId } from '../domain/ids.js';
import type { Rejection } from '../domain/rejection.js';
import type { EpochMs } from '../domain/time.js';
import type { SettleAnswer } from './order-repo.js';

/** The right to write a bulk order's progress, until somebody takes it over. */
export interface BulkOrderLease {
  readonly tenantId: TenantId;
  readonly bulkOrderId: BulkOrderId;
  /** Fencing token: grows with every take-over and cancellation; writes under an older one are `lost`. */
  readonly fence: number;
}

export type TakeOverAnswer =
  | { readonly answer: 'taken'; readonly bulkOrder: BulkOrder; readonly lease: BulkOrderLease }
  /** Somebody else works on it: until then at the latest, unless renewed. */
  | { readonly answer: 'held'; readonly until: EpochMs }
  | { readonly answer: 'finished'; readonly bulkOrder: BulkOrder }
  | { readonly answer: 'missing' };

export interface Checkpoint {
  readonly progress: BulkProgress;
  /** Of rows that this progress covers and the one before did not. */
  readonly rejections: readonly Rejection[];
  readonly now: EpochMs;
  /** The lease then lasts until `now + leaseMs`. */
  readonly leaseMs: number;
}

export interface HandBack {
  readonly state: 'queued' | 'paused';
  readonly attempts: number;
  readonly waitsFor?: Problem;
  readonly now: EpochMs;
  /** Sweepers leave it alone until then, as if it were leased; a take-over needs not wait. */
  readonly until: EpochMs;
}

export interface Finish {
  readonly state: 'completed' | 'failed';
  readonly failure?: Problem;
  /** Address of the rejection report. */
  readonly report?: string;
  readonly now: EpochMs;
}

/**
 * Where bulk orders, their progress and their rejections are true.
 *
 * - Tenants share nothing. No aliasing, in or out. A resolved write is durable and seen by every later read.
 * - A zombie worker's writes count for nothing: under an older fence nothing is written and the answer is `lost`.
 * - Errors: `unavailable` / `bulk_order_repo_unavailable`.
 */
export interface BulkOrderRepo {
  /**
   * Stores the bulk order, or answers with the unfinished one of the same identity (see `bulkOrderIdentity`). Of
   * concurrent calls of one identity exactly one stores.
   */
  createOrContinue(
    bulkOrder: BulkOrder,
  ): Promise<{ readonly answer: 'created' | 'continued'; readonly bulkOrder: BulkOrder }>;
  get(tenantId: TenantId, bulkOrderId: BulkOrderId): Promise<BulkOrder | undefined>;
  /** Newest first by (submittedAt, bulkOrderId), both descending, strictly after the place given; `limit` 1..200. */
  list(
    tenantId: TenantId,
    page: {
      readonly after?: { readonly submittedAt: EpochMs; readonly bulkOrderId: BulkOrderId };
      readonly limit: number;
      readonly state?: BulkOrderState;
    },
  ): Promise<readonly BulkOrder[]>;
  /** `accepted` becomes `queued`; any other state stays. */
  markQueued(tenantId: TenantId, bulkOrderId: BulkOrderId, now: EpochMs): Promise<void>;
  /**
   * Takes the bulk order for `leaseMs` unless another lease is live: it becomes `running` under a new fence. Of
   * concurrent calls exactly one takes it.
   */
  takeOver(
    tenantId: TenantId,
    bulkOrderId: BulkOrderId,
    options: { readonly now: EpochMs; readonly leaseMs: number },
  ): Promise<TakeOverAnswer>;
  /**
   * Writes progress and rejections together, or neither, and renews the lease. `attempts` returns to 0 when `row` moved.
   * A row that is already rejected keeps its first rejection.
   */
  checkpoint(lease: BulkOrderLease, checkpoint: Checkpoint): Promise<SettleAnswer>;
  /** Ends the lease and leaves the work to be taken up again. */
  handBack(lease: BulkOrderLease, handBack: HandBack): Promise<SettleAnswer>;
  /** Ends the lease and the bulk order. */
  finish(lease: BulkOrderLease, finish: Finish): Promise<SettleAnswer>;
  /** Ends an unfinished bulk order and voids its lease; answers with it as it is then, undefined when there is none. */
  cancel(tenantId: TenantId, bulkOrderId: BulkOrderId, now: EpochMs): Promise<BulkOrder | undefined>;
  /** Unfinished bulk orders of any tenant without a live lease, oldest first. */
  listAbandoned(options: { readonly now: EpochMs; readonly limit: number }): Promise<readonly BulkOrder[]>;
  /** By row, ascending, after `afterRow`. */
  listRejections(
    tenantId: TenantId,
    bulkOrderId: BulkOrderId,
    page: { readonly afterRow: number; readonly limit: number },
  ): Promise<readonly Rejection[]>;
}
