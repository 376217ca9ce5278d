import type { BulkDeps } from './deps.js';
import { enqueueBulkOrder } from './enqueue-bulk-order.js';

const bulkOrdersPerPass = 100;

/** Enqueues every unfinished bulk order on which nobody works: its job was lost, or never sent. Resolves with how many. */
export const sweepBulkOrders =
  (deps: Pick<BulkDeps, 'bulkOrders' | 'jobs' | 'clock' | 'observer'>) => async (): Promise<number> => {
    const abandoned = await deps.bulkOrders.listAbandoned({ now: deps.clock.now(), limit: bulkOrdersPerPass });
    for (const bulkOrder of abandoned) await enqueueBulkOrder(deps)(bulkOrder);
    return abandoned.length;
  };
