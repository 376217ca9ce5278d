import type { IndexDescription } from 'mongodb';

const newestFirst = { submittedAt: -1, bulkOrderId: -1 } as const;

export const bulkOrderIndexes: readonly IndexDescription[] = [
  { name: 'unfinished', key: { openIdentity: 1 }, unique: true, sparse: true },
  { name: 'by_tenant', key: { tenantId: 1, ...newestFirst } },
  { name: 'by_state', key: { tenantId: 1, state: 1, ...newestFirst } },
  {
    name: 'abandoned',
    key: { isOpen: 1, submittedAt: 1, bulkOrderId: 1, leasedUntil: 1 },
    partialFilterExpression: { isOpen: true },
  },
];

export const rejectionIndexes: readonly IndexDescription[] = [
  { name: 'by_row', key: { bulkKey: 1, row: 1, batch: 1 } },
];
