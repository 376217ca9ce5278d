import type { IndexDescription } from 'mongodb';

const newestFirst = { createdAt: -1, orderId: -1 } as const;

/** `_id` is made of tenant and order, so that uniqueness needs no index of its own. */
export const orderIndexes: readonly IndexDescription[] = [
  { name: 'by_tenant', key: { tenantId: 1, ...newestFirst } },
  { name: 'by_status', key: { tenantId: 1, status: 1, ...newestFirst } },
  { name: 'by_seller', key: { tenantId: 1, sellerId: 1, ...newestFirst } },
  { name: 'by_sku', key: { tenantId: 1, 'lines.skuId': 1, ...newestFirst } },
  { name: 'by_hub', key: { tenantId: 1, 'lines.hubId': 1, ...newestFirst } },
  {
    name: 'by_hold_code',
    key: { tenantId: 1, 'hold.code': 1, ...newestFirst },
    partialFilterExpression: { 'hold.code': { $exists: true } },
  },
  {
    name: 'by_bulk_order',
    key: { tenantId: 1, 'source.bulkOrderId': 1, ...newestFirst },
    partialFilterExpression: { 'source.bulkOrderId': { $exists: true } },
  },
  { name: 'by_request', key: { request: 1 }, unique: true, sparse: true },
  {
    name: 'by_wait_group',
    key: { waitGroup: 1, createdAt: 1, orderId: 1, wanted: 1, 'hold.since': 1 },
    partialFilterExpression: { waitGroup: { $exists: true } },
  },
  { name: 'to_relay', key: { relayAt: 1 }, sparse: true },
  {
    name: 'to_release',
    key: { 'release.dueAt': 1 },
    partialFilterExpression: { 'release.dueAt': { $exists: true } },
  },
];

export const waitGroupIndexes: readonly IndexDescription[] = [{ name: 'due', key: { nextAttemptAt: 1 } }];
