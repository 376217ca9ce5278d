import type { BulkOrder, BulkProgress } from '../domain/bulk-order.js';
import type { CsvHeader } from '../domain/csv-header.js';
import type { RejectionCode } from '../domain/rejection.js';
import type { BulkOrderLease } from '../ports/bulk-order-repo.js';
import type { BulkDeps } from './deps.js';
import { KnownPairs } from './known-pairs.js';
import { type Chunk, readChunks } from './read-chunks.js';
import { type StoredChunk, storeChunk } from './store-chunk.js';

export interface ImportEnd {
  /** `lost`: somebody else works on it now. `stopped`: asked to, between two chunks. */
  readonly outcome: 'complete' | 'lost' | 'stopped';
  readonly progress: BulkProgress;
  readonly header?: CsvHeader;
}

export interface ImportRows {
  readonly bulkOrder: BulkOrder;
  readonly lease: BulkOrderLease;
  readonly isStopping: () => boolean;
}

/**
 * Stores what the checkpoint does not cover, chunk by chunk; each checkpoint covers what is durable by then, and nothing
 * else. The next chunk is read while one is stored, and events are published while the next is stored.
 */
export const importRows =
  (deps: BulkDeps) =>
  async ({ bulkOrder, lease, isStopping }: ImportRows): Promise<ImportEnd> => {
    const store = storeChunk(deps, bulkOrder, new KnownPairs(deps));
    let { progress } = bulkOrder;
    let header: CsvHeader | undefined;
    let published: Promise<unknown> = Promise.resolve();
    const end = (outcome: ImportEnd['outcome']): ImportEnd => ({
      outcome,
      progress,
      ...(header === undefined ? {} : { header }),
    });
    try {
      for await (const chunk of readAhead(readChunks(deps, bulkOrder))) {
        header = chunk.header;
        if (isStopping()) return end('stopped');
        const stored = await store(chunk);
        await published;
        published = stored.published;
        progress = advance(progress, chunk, stored);
        if ((await checkpoint(deps, lease, progress, stored)) === 'lost') return end('lost');
      }
      return end('complete');
    } finally {
      await published;
    }
  };

const advance = (before: BulkProgress, chunk: Chunk, { counts }: StoredChunk): BulkProgress => ({
  row: chunk.lastRow,
  rowsRead: before.rowsRead + counts.rowsRead,
  ordersCreated: before.ordersCreated + counts.ordersCreated,
  ordersUnchanged: before.ordersUnchanged + counts.ordersUnchanged,
  rowsRejected: before.rowsRejected + counts.rowsRejected,
});

const checkpoint = async (
  deps: BulkDeps,
  lease: BulkOrderLease,
  progress: BulkProgress,
  { rejections, counts: { rowsRead: rows } }: StoredChunk,
) => {
  const { clock, policy, bulkOrders, observer } = deps;
  const answer = await bulkOrders.checkpoint(lease, {
    progress,
    rejections,
    now: clock.now(),
    leaseMs: policy.bulkLeaseMs,
  });
  const { tenantId, bulkOrderId } = lease;
  if (answer === 'lost') {
    observer.observe({ kind: 'bulk_lease_lost', tenantId, bulkOrderId });
    return answer;
  }
  const codes = new Map<RejectionCode, number>();
  for (const { code } of rejections) codes.set(code, (codes.get(code) ?? 0) + 1);
  for (const [code, count] of codes) observer.observe({ kind: 'row_rejected', code, count });
  observer.observe({ kind: 'bulk_checkpoint', tenantId, bulkOrderId, row: progress.row, rows });
  return answer;
};

/** The same items, the next one already being made while the last is used. */
async function* readAhead<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = items.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = items.next();
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    await next.catch(() => undefined);
    await items.return(undefined);
  }
}
