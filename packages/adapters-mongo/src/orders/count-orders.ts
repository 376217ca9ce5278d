import type { HoldCode, OrderCounts, OrderStatus } from '@oms/core';
import type { Collection, Filter } from 'mongodb';
import type { OrderDocument } from './order-document.js';

interface Tally {
  readonly _id: { readonly status: OrderStatus; readonly code?: HoldCode | null };
  readonly count: number;
}

export const countOrders = async (
  orders: Collection<OrderDocument>,
  query: Filter<OrderDocument>,
): Promise<OrderCounts> => {
  const group = { _id: { status: '$status', code: '$hold.code' }, count: { $sum: 1 } };
  const tallies = await orders.aggregate<Tally>([{ $match: query }, { $group: group }]).toArray();
  const status = { on_hold: 0, new_order: 0, cancelled: 0 };
  const holds: { [code in HoldCode]?: number } = {};
  for (const { _id, count } of tallies) {
    status[_id.status] += count;
    if (_id.code) holds[_id.code] = (holds[_id.code] ?? 0) + count;
  }
  return { status, holds };
};
