import type { BulkOrder, BulkProgress } from '../domain/bulk-order.js';
import { compact } from '../domain/compact.js';
import type { CsvHeader } from '../domain/csv-header.js';
import type { BulkOrderLease } from '../ports/bulk-order-repo.js';
import { Checkpoints } from './checkpoints.js';
import { KnownPairs } from './known-pairs.js';
import { readAhead } from './read-ahead.js';
import { readChunks } from './read-chunks.js';
import { someAtATime } from './some-at-a-time.js';
import { type ImportDeps, storeChunk } from './store-chunk.js';

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
 * else. While `chunksAtOnce` are stored the next is read, and those before are published and covered by their checkpoints.
 */
export const importRows =
  (deps: ImportDeps) =>
  async ({ bulkOrder, lease, isStopping }: ImportRows): Promise<ImportEnd> => {
    const checkpoints = new Checkpoints(deps, lease, bulkOrder.progress);
    let header: CsvHeader | undefined;
    let isStopped = false;
    const chunks = async function* () {
      for await (const chunk of readAhead(readChunks(deps, bulkOrder))) {
        header = chunk.header;
        isStopped = isStopping();
        if (isStopped) return;
        yield chunk;
      }
    };
    const work = storeChunk(deps, bulkOrder, new KnownPairs(deps));
    try {
      for await (const stored of someAtATime({ items: chunks(), work, atOnce: deps.policy.chunksAtOnce })) {
        if ((await checkpoints.cover(stored)) === 'lost') break;
      }
      const outcome = isStopped ? 'stopped' : 'complete';
      const isLost = (await checkpoints.last) === 'lost';
      return compact({ outcome: isLost ? 'lost' : outcome, progress: checkpoints.progress, header });
    } finally {
      await Promise.allSettled([checkpoints.last, checkpoints.published]);
    }
  };
