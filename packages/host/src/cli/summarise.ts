import type { BulkOrder, Context, Oms, RejectionCode } from '@oms/core';
import type { ImportSummary, RejectedRows } from './import-summary.js';

interface SummariseInput {
  readonly bulkOrder: BulkOrder;
  readonly report: string | undefined;
  readonly seconds: number;
}

/** Reads what an import has come to. */
export const summarise = async (
  oms: Oms,
  context: Context,
  { bulkOrder, report, seconds }: SummariseInput,
): Promise<ImportSummary> => {
  const { bulkOrderId } = bulkOrder;
  return {
    bulkOrder,
    counts: await oms.countOrders(context, { filter: { bulkOrderId } }),
    lacking: await lackingItems(oms, context, bulkOrderId),
    rejected: await rejectedRows(oms, context, { bulkOrderId, report }),
    seconds,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1_024,
  };
};

const sampled = 200;

const lackingItems = async (oms: Oms, context: Context, bulkOrderId: string): Promise<ImportSummary['lacking']> => {
  const filter = { bulkOrderId, status: 'on_hold', holdCode: 'insufficient_stock' } as const;
  const { orders } = await oms.listOrders(context, { filter, limit: sampled });
  const items = new Map<string, number>();
  for (const { skuId, hubId } of orders.flatMap(({ hold }) => hold?.shortages ?? [])) {
    items.set(`${skuId} at ${hubId}`, (items.get(`${skuId} at ${hubId}`) ?? 0) + 1);
  }
  return [...items].sort(([, a], [, b]) => b - a);
};

const rejectedRows = async (
  oms: Oms,
  context: Context,
  { bulkOrderId, report }: { bulkOrderId: string; report: string | undefined },
): Promise<RejectedRows> => {
  const codes: Partial<Record<RejectionCode, number>> = {};
  const examples: { row: number; code: RejectionCode; message: string }[] = [];
  let rows = 0;
  for await (const batch of oms.listRejections(context, { bulkOrderId })) {
    rows += batch.length;
    for (const { row, code, message } of batch) {
      if (codes[code] === undefined) examples.push({ row, code, message });
      codes[code] = (codes[code] ?? 0) + 1;
    }
  }
  return { rows, codes, examples, ...(report === undefined ? {} : { report }) };
};
