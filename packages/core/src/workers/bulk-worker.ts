import type { BulkDeps } from '../use-cases/deps.js';
import { processBulkOrder } from '../use-cases/process-bulk-order.js';
import { watched } from './watched.js';
import type { Worker } from './worker.js';

export interface BulkWorkerOptions {
  /** Files at a time; default 1. */
  readonly concurrency?: number;
}

/** Works on bulk orders as their jobs arrive; when stopped it hands them back at their checkpoint. */
export const bulkWorker = (deps: BulkDeps, options: BulkWorkerOptions = {}): Worker => ({
  run: (stop) =>
    deps.jobs.consume(
      ({ job }) =>
        watched(deps, 'bulk', () =>
          processBulkOrder(deps)({
            tenantId: job.tenantId,
            bulkOrderId: job.bulkOrderId,
            isStopping: () => stop.aborted,
          }),
        ),
      stop,
      options,
    ),
});
