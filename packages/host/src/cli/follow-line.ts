import type { BulkOrderJson } from '@oms/adapters-http/api';

/** How far an import is, in a line: its state, what it has read, how fast, and what was refused. */
export const followLine = ({ state, progress, rows_per_second, waits_for, failure }: BulkOrderJson): string => {
  const { rows_read, orders_created, orders_unchanged, rows_rejected } = progress;
  const rate = rows_per_second === undefined ? '' : ` at ${rows_per_second} rows/s`;
  const counts = `${orders_created} new, ${orders_unchanged} unchanged, ${rows_rejected} refused`;
  const why = failure?.message ?? waits_for?.message;
  return `${state}: ${rows_read} rows${rate}, ${counts}${why === undefined ? '' : `: ${why}`}`;
};
