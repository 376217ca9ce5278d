import type { Order } from '../domain/order.js';
import type { OrderFilter } from '../domain/order-filter.js';

/** Whether an order matches every field of a filter that is given. */
export const orderMatches = (order: Order, filter: OrderFilter): boolean =>
  matchesState(order, filter) && matchesContent(order, filter) && matchesItem(order, filter);

const is = <T>(wanted: T | undefined, actual: T | undefined): boolean => wanted === undefined || wanted === actual;

const matchesState = (order: Order, { status, holdCode, createdFrom, createdBefore }: OrderFilter): boolean =>
  is(status, order.status) &&
  is(holdCode, order.hold?.code) &&
  order.createdAt >= (createdFrom ?? Number.NEGATIVE_INFINITY) &&
  order.createdAt < (createdBefore ?? Number.POSITIVE_INFINITY);

const matchesContent = ({ sellerId, source }: Order, filter: OrderFilter): boolean =>
  is(filter.sellerId, sellerId) && is(filter.bulkOrderId, source.kind === 'bulk' ? source.bulkOrderId : undefined);

const matchesItem = ({ lines }: Order, { skuId, hubId }: OrderFilter): boolean =>
  lines.some((line) => is(skuId, line.skuId) && is(hubId, line.hubId));
