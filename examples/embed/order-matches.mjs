const is = (wanted, actual) => wanted === undefined || wanted === actual;

/** Whether an order has every field that a filter gives; one of its lines has both the sku and the hub. */
export const orderMatches = (order, filter) =>
  is(filter.sellerId, order.sellerId) &&
  is(filter.status, order.status) &&
  is(filter.holdCode, order.hold?.code) &&
  is(filter.bulkOrderId, order.source.bulkOrderId) &&
  order.createdAt >= (filter.createdFrom ?? -Infinity) &&
  order.createdAt < (filter.createdBefore ?? Infinity) &&
  order.lines.some(({ skuId, hubId }) => is(filter.skuId, skuId) && is(filter.hubId, hubId));
