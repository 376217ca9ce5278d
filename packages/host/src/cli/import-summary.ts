import type { BulkOrder, HoldCode, OrderCounts, RejectionCode } from '@oms/core';

export interface RejectedRows {
  readonly rows: number;
  /** Path of the report, when there is one. */
  readonly report?: string;
  readonly codes: Readonly<Partial<Record<RejectionCode, number>>>;
  /** The first few, for people. */
  readonly examples: readonly { readonly row: number; readonly code: RejectionCode; readonly message: string }[];
}

/** What became of an import. */
export interface ImportSummary {
  readonly bulkOrder: BulkOrder;
  readonly counts: OrderCounts;
  /** What the newest orders that wait for stock lack: an item, and how many of them want it. */
  readonly lacking: readonly (readonly [item: string, orders: number])[];
  readonly rejected: RejectedRows;
  readonly seconds: number;
  readonly peakMemoryBytes: number;
}

/** The line of `--json`. */
export const summaryJson = ({ bulkOrder, counts, rejected, seconds, peakMemoryBytes }: ImportSummary): string => {
  const { progress } = bulkOrder;
  return JSON.stringify({
    rows: progress.rowsRead,
    orders: { created: progress.ordersCreated, unchanged: progress.ordersUnchanged },
    confirmed: counts.status.new_order,
    held: counts.holds,
    rejected: { rows: rejected.rows, report: rejected.report ?? null },
    seconds: Number(seconds.toFixed(3)),
    rows_per_second: Math.round(progress.rowsRead / Math.max(seconds, 0.001)),
    peak_memory_bytes: peakMemoryBytes,
  });
};

const reasons: Readonly<Record<HoldCode, string>> = {
  awaiting_check: 'not checked yet',
  insufficient_stock: 'waiting for stock',
  inventory_unavailable: 'waiting for the inventory service',
  unknown_item: 'the inventory no longer knows an item',
  claim_unknown: 'the inventory did not say whether it deducted',
  manual: "on a person's hold",
};

const count = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

/** The summary for people. */
export const summaryText = (summary: ImportSummary, next: readonly string[]): string =>
  [
    ...headLines(summary),
    ...heldLines(summary),
    ...rejectedLines(summary),
    ...footLines(summary),
    ...nextLines(next),
  ].join('\n');

const headLines = ({ bulkOrder, counts }: ImportSummary): string[] => {
  const { rowsRead, ordersCreated, ordersUnchanged } = bulkOrder.progress;
  const verb = bulkOrder.dryRun ? 'would be new' : 'new';
  const isNothingNew = ordersCreated === 0 && ordersUnchanged > 0;
  return [
    '',
    `${bulkOrder.file.name}: ${count(rowsRead, 'row')} read${bulkOrder.dryRun ? ' (check only, nothing stored)' : ''}`,
    `  ${count(ordersCreated, 'order')} ${verb}, ${ordersUnchanged.toLocaleString('en')} stored before and unchanged`,
    ...(isNothingNew ? ['  Nothing changed: every order of this file was stored before.'] : []),
    ...(bulkOrder.dryRun || ordersCreated === 0
      ? []
      : [`  ${count(counts.status.new_order, 'order')} confirmed, stock claimed`]),
  ];
};

const shownItems = 5;

const heldLines = ({ counts, lacking }: ImportSummary): string[] => [
  ...Object.entries(counts.holds).map(([code, n]) => `  ${count(n, 'order')} on hold: ${reasons[code as HoldCode]}`),
  ...lacking.slice(0, shownItems).map(([item, orders]) => `    ${String(orders).padStart(6)}  ${item}`),
  ...(lacking.length > shownItems ? [`            and ${lacking.length - shownItems} more items`] : []),
];

const rejectedLines = ({ rejected, bulkOrder }: ImportSummary): string[] => {
  if (rejected.rows === 0) return ['  no row refused'];
  const { codes } = rejected;
  return [
    `  ${count(rejected.rows, 'row')} refused:`,
    ...Object.entries(codes)
      .sort(byCompanionsLast)
      .map(([code, n]) => `    ${String(n).padStart(6)}  ${code.padEnd(17)} ${exampleOf(rejected, code)}`),
    `  The refused rows, each with its reason: ${rejected.report ?? bulkOrder.report ?? 'none'}`,
  ];
};

/** The faults first, then the rows that were refused with them. */
const byCompanionsLast = ([a]: readonly [string, number], [b]: readonly [string, number]): number =>
  Number(a === 'order_refused') - Number(b === 'order_refused');

const exampleOf = ({ examples }: RejectedRows, code: string): string => {
  const example = examples.find((candidate) => candidate.code === code);
  return example === undefined ? '' : `row ${example.row}: ${example.message}`;
};

const footLines = ({ bulkOrder, seconds, peakMemoryBytes }: ImportSummary): string[] => {
  const rate = Math.round(bulkOrder.progress.rowsRead / Math.max(seconds, 0.001)).toLocaleString('en');
  return [`  ${seconds.toFixed(1)} s, ${rate} rows/s, peak memory ${Math.round(peakMemoryBytes / 1_048_576)} MB`];
};

const nextLines = (next: readonly string[]): string[] =>
  next.length === 0 ? [''] : ['', 'Next:', ...next.map((line) => `  ${line}`), ''];
