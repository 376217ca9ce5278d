import { type BulkOrder, compact, rowsPerSecond, timeText } from '@oms/core';
import type { z } from 'zod';
import type { bulkOrderAnswer } from '../schemas/answers.js';

export type BulkOrderJson = z.output<typeof bulkOrderAnswer>;

/** A bulk order as JSON shows it. */
export const bulkOrderJson = (bulkOrder: BulkOrder): BulkOrderJson => {
  const { bulkOrderId, file, progress } = bulkOrder;
  return compact({
    bulk_order_id: bulkOrderId,
    state: bulkOrder.state,
    file: { path: file.address, name: file.name, size: file.sizeBytes, sha256: file.sha256 },
    seller_id: bulkOrder.sellerId,
    reference: bulkOrder.reference,
    dry_run: bulkOrder.dryRun,
    progress: {
      row: progress.row,
      rows_read: progress.rowsRead,
      orders_created: progress.ordersCreated,
      orders_unchanged: progress.ordersUnchanged,
      rows_rejected: progress.rowsRejected,
    },
    rows_per_second: rowsPerSecond(bulkOrder),
    waits_for: bulkOrder.waitsFor,
    failure: bulkOrder.failure,
    rejections: `/orders/bulkorder/${bulkOrderId}/rejections`,
    submitted_at: timeText(bulkOrder.submittedAt),
    started_at: timeText(bulkOrder.startedAt),
    finished_at: timeText(bulkOrder.finishedAt),
  });
};
