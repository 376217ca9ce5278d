import type { BulkDeps } from '../use-cases/deps.js';
import { processBulkOrder } from '../use-cases/process-bulk-order.js';
import { UnmarkedEvents } from '../use-cases/unmarked-events.js';
import { repeat } from './repeat.js';
import { watched } from './watched.js';
import type { Worker } from './worker.js';

const mostBetweenMs = 1_000;

export interface BulkWorkerOptions {
  /** Files at a time; default 1. */
  readonly concurrency?: number;
}

/**
 * Works on bulk orders as their jobs arrive; when stopped it hands them back at their checkpoint. What they published it takes
 * out of the outboxes when settlements have had their time to do that.
 */
export const bulkWorker = (deps: BulkDeps, options: BulkWorkerOptions = {}): Worker => ({
  run: async (stop) => {
    const unmarked = new UnmarkedEvents(deps);
    const process = processBulkOrder({ ...deps, onPublished: unmarked.add });
    const working = deps.jobs.consume(
      ({ job: { tenantId, bulkOrderId } }) =>
        watched(deps, 'bulk', () => process({ tenantId, bulkOrderId, isStopping: () => stop.aborted })),
      stop,
      options,
    );
    const pass = async (): Promise<number> => {
      await unmarked.markDue();
      return Math.min(mostBetweenMs, deps.policy.relayAfterMs / 4);
    };
    await Promise.all([working, repeat(deps, { worker: 'marks', pass }, stop)]);
    await unmarked.end();
  },
});
