import { type Order, type WaitGroup, type WaitingOptions, waitGroupKey } from '@oms/core';
import type { Connection } from '../database/connection.js';
import { groupNoOf } from './group-numbers.js';
import { type OrderRow, orderColumns, orderOf, ordersWithGroups } from './order-row.js';

const everything = Number.MAX_SAFE_INTEGER;

/** Oldest first; found in the index alone, whatever the number of orders that are passed over. */
export const waitingOrders =
  (group: WaitGroup, { after, heldBefore, maxWanted, limit }: WaitingOptions) =>
  (connection: Connection): readonly Order[] => {
    const groupNo = groupNoOf(connection, waitGroupKey(group));
    if (groupNo === undefined) return [];
    const sql = `SELECT ${orderColumns} FROM ${ordersWithGroups}
      WHERE o.group_no = ? AND (o.created_at, o.order_id) > (?, ?) AND o.held_since <= ? AND o.wanted <= ?
      ORDER BY o.created_at, o.order_id LIMIT ?`;
    return connection
      .all<OrderRow>(
        sql,
        groupNo,
        after?.createdAt ?? -everything,
        after?.orderId ?? '',
        heldBefore ?? everything,
        maxWanted ?? everything,
        limit,
      )
      .map(orderOf);
  };
