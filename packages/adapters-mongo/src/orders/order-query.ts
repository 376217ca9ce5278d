import type { OrderFilter, OrderPosition, TenantId } from '@oms/core';
import type { Filter } from 'mongodb';
import type { OrderDocument } from './order-document.js';

/** A filter as MongoDB asks it; every value is compared as it is and never read as an operator. */
export const orderQuery = (tenantId: TenantId, filter: OrderFilter, after?: OrderPosition): Filter<OrderDocument> => {
  const { sellerId, status, holdCode, skuId, hubId, bulkOrderId, createdFrom, createdBefore } = filter;
  const created = {
    ...(createdFrom === undefined ? {} : { $gte: createdFrom }),
    ...(createdBefore === undefined ? {} : { $lt: createdBefore }),
    ...(after === undefined ? {} : { $lte: after.createdAt }),
  };
  return {
    tenantId,
    ...equal({ sellerId, status, 'hold.code': holdCode, 'source.bulkOrderId': bulkOrderId }),
    ...(Object.keys(created).length === 0 ? {} : { createdAt: created }),
    ...linesQuery(skuId, hubId),
    ...(after === undefined ? {} : { $or: [{ createdAt: { $lt: after.createdAt } }, sameTime(after)] }),
  };
};

const equal = (fields: Readonly<Record<string, string | undefined>>): Filter<OrderDocument> =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, $eq]) => ($eq === undefined ? [] : [[name, { $eq }]])));

/** One line has both. */
const linesQuery = (skuId: string | undefined, hubId: string | undefined): Filter<OrderDocument> => {
  if (skuId !== undefined && hubId !== undefined) return { lines: { $elemMatch: { skuId, hubId } } };
  return equal({ 'lines.skuId': skuId, 'lines.hubId': hubId });
};

const sameTime = ({ createdAt, orderId }: OrderPosition) => ({ createdAt, orderId: { $lt: orderId } });
