import type { BulkProgress } from '../domain/bulk-order.js';
import type { RejectionCode } from '../domain/rejection.js';
import type { BulkOrderLease } from '../ports/bulk-order-repo.js';
import type { SettleAnswer } from '../ports/order-repo.js';
import type { BulkDeps } from './deps.js';
import type { StoredChunk } from './store-chunk.js';

/** The checkpoints of one lease, each covering the next chunk that is stored. */
export class Checkpoints {
  readonly #deps: BulkDeps;
  readonly #lease: BulkOrderLease;
  #progress: BulkProgress;
  #last: Promise<SettleAnswer> = Promise.resolve('done');
  #published: Promise<unknown> = Promise.resolve();

  constructor(deps: BulkDeps, lease: BulkOrderLease, progress: BulkProgress) {
    this.#deps = deps;
    this.#lease = lease;
    this.#progress = progress;
  }

  /** Covers all chunks that were taken. */
  get progress(): BulkProgress {
    return this.#progress;
  }

  /** How the last checkpoint ended. */
  get last(): Promise<SettleAnswer> {
    return this.#last;
  }

  /** Settles when the events of all chunks are published, or left to the relay. */
  get published(): Promise<unknown> {
    return this.#published;
  }

  /**
   * Begins to cover one more chunk, once the checkpoint before is written; `lost` when that one was. Two chunks wait to be
   * published at most.
   */
  async cover(stored: StoredChunk): Promise<SettleAnswer> {
    const [last] = await Promise.all([this.#last, this.#published]);
    if (last === 'lost') return last;
    this.#progress = advance(this.#progress, stored);
    this.#last = this.#write(stored);
    this.#last.catch(() => undefined);
    this.#published = stored.published;
    return last;
  }

  async #write({ rejections, counts }: StoredChunk): Promise<SettleAnswer> {
    const { clock, policy, bulkOrders, observer } = this.#deps;
    const progress = this.#progress;
    const { tenantId, bulkOrderId } = this.#lease;
    const extension = { now: clock.now(), leaseMs: policy.bulkLeaseMs };
    const answer = await bulkOrders.checkpoint(this.#lease, { progress, rejections, ...extension });
    if (answer === 'lost') {
      observer.observe({ kind: 'bulk_lease_lost', tenantId, bulkOrderId });
      return answer;
    }
    const codes = new Map<RejectionCode, number>();
    for (const { code } of rejections) codes.set(code, (codes.get(code) ?? 0) + 1);
    for (const [code, count] of codes) observer.observe({ kind: 'row_rejected', code, count });
    observer.observe({ kind: 'bulk_checkpoint', tenantId, bulkOrderId, row: progress.row, rows: counts.rowsRead });
    return answer;
  }
}

const advance = (before: BulkProgress, { lastRow, counts }: StoredChunk): BulkProgress => ({
  row: lastRow,
  rowsRead: before.rowsRead + counts.rowsRead,
  ordersCreated: before.ordersCreated + counts.ordersCreated,
  ordersUnchanged: before.ordersUnchanged + counts.ordersUnchanged,
  rowsRejected: before.rowsRejected + counts.rowsRejected,
});
