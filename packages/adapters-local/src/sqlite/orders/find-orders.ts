import type { Order, OrderFilter } from '@oms/core';
import type { Connection } from '../database/connection.js';
import { type OrderRow, orderColumns, orderOf, ordersWithGroups } from './order-row.js';
import type { OrderSearch } from './order-search.js';

/** The next orders of a search, newest first: of each state the newest, found in the index alone, then merged. */
export const findOrders =
  (search: OrderSearch, limit: number) =>
  (connection: Connection): readonly Order[] => {
    const { ownerNo, states, createdFrom, before } = search;
    if (states.length === 0) return [];
    const rows = connection.all<OrderRow>(
      newestOrders(search),
      ownerNo,
      createdFrom,
      before.createdAt,
      before.orderId,
      limit,
    );
    return rows.map(orderOf);
  };

/** One statement, since each costs more than a row of it. */
const newestOrders = ({ owner, states }: OrderSearch): string => {
  const newestOfStates = states.map(
    ({ stateCode }) => `SELECT * FROM (SELECT row_no, created_at, order_id FROM orders
      WHERE ${owner} AND state_code = ${stateCode} AND created_at >= ?2 AND (created_at, order_id) < (?3, ?4)
      ORDER BY created_at DESC, order_id DESC LIMIT ?5)`,
  );
  return `SELECT ${orderColumns} FROM
    (${newestOfStates.join(' UNION ALL ')} ORDER BY created_at DESC, order_id DESC LIMIT ?5) AS place
    CROSS JOIN ${ordersWithGroups} WHERE o.row_no = place.row_no
    ORDER BY place.created_at DESC, place.order_id DESC`;
};

/** What no index has. One line has both the SKU and the hub. */
export const matchesScan = ({ sellerId, lines }: Order, filter: OrderFilter): boolean =>
  (filter.sellerId === undefined || filter.sellerId === sellerId) &&
  lines.some(
    ({ skuId, hubId }) =>
      (filter.skuId === undefined || filter.skuId === skuId) && (filter.hubId === undefined || filter.hubId === hubId),
  );
