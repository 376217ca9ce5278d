import type { Order, OrderFilter } from '@oms/core';
import type { Connection } from '../database/connection.js';
import { type OrderRow, orderColumns, orderOf, ordersWithGroups } from './order-row.js';
import type { OrderSearch } from './order-search.js';

interface Place {
  readonly row_no: number;
  readonly created_at: number;
  readonly order_id: string;
}

/** The next orders of a search, newest first: of each state the newest, found in the index alone, then merged. */
export const findOrders =
  (search: OrderSearch, limit: number) =>
  (connection: Connection): readonly Order[] => {
    const { owner, ownerNo, states, createdFrom, before } = search;
    const newest = `SELECT row_no, created_at, order_id FROM orders
      WHERE ${owner} AND state_code = ?2 AND created_at >= ?3 AND (created_at, order_id) < (?4, ?5)
      ORDER BY created_at DESC, order_id DESC LIMIT ?6`;
    const places = states.flatMap(({ stateCode }) =>
      connection.all<Place>(newest, ownerNo, stateCode, createdFrom, before.createdAt, before.orderId, limit),
    );
    return ordersAt(
      connection,
      places
        .sort(newestFirst)
        .slice(0, limit)
        .map(({ row_no }) => row_no),
    );
  };

/** The orders of these rows, in their order: one statement, since each costs more than a row of it. */
const ordersAt = (connection: Connection, rowNos: readonly number[]): readonly Order[] => {
  const rows = connection.all<OrderRow>(
    `SELECT ${orderColumns} FROM json_each(?) AS place CROSS JOIN ${ordersWithGroups} WHERE o.row_no = place.value`,
    JSON.stringify(rowNos),
  );
  const byRowNo = new Map(rows.map((row) => [row.row_no, row]));
  return rowNos.map((rowNo) => orderOf(byRowNo.get(rowNo) as OrderRow));
};

const newestFirst = (a: Place, b: Place): number =>
  b.created_at - a.created_at || (a.order_id < b.order_id ? 1 : Number(a.order_id > b.order_id) * -1);

/** What no index has. One line has both the SKU and the hub. */
export const matchesScan = ({ sellerId, lines }: Order, filter: OrderFilter): boolean =>
  (filter.sellerId === undefined || filter.sellerId === sellerId) &&
  lines.some(
    ({ skuId, hubId }) =>
      (filter.skuId === undefined || filter.skuId === skuId) && (filter.hubId === undefined || filter.hubId === hubId),
  );
