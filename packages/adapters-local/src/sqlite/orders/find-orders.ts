import type { Order, OrderFilter } from '@oms/core';
import type { Connection } from '../database/connection.js';
import { type OrderRow, orderColumns, orderOf, ordersWithGroups } from './order-row.js';
import type { OrderSearch } from './order-search.js';

/** The next orders of a search, newest first: of each state that has any, in the order of the index, merged. */
export const findOrders =
  (search: OrderSearch, limit: number) =>
  (connection: Connection): readonly Order[] => {
    const { ownerNo, createdFrom, before } = search;
    const bounds = [ownerNo, createdFrom, before.createdAt, before.orderId];
    const codes = connection.all<{ code: number }>(statesOf(search), ...bounds).map(({ code }) => code);
    if (codes.length === 0) return [];
    return connection.all<OrderRow>(newestOrders(search, codes), ...bounds, limit).map(orderOf);
  };

const inState = ({ owner }: OrderSearch, code: number | string): string => `FROM orders
  WHERE ${owner} AND state_code = ${code} AND created_at >= ?2 AND (created_at, order_id) < (?3, ?4)`;

/** Most states have no order, and each costs more in a merge than to be looked for. */
const statesOf = (search: OrderSearch): string => {
  const codes = search.states.map(({ stateCode }) => `(${stateCode})`).join(', ');
  const wanted = codes === '' ? 'SELECT 1 AS code WHERE 0' : `SELECT column1 AS code FROM (VALUES ${codes})`;
  return `SELECT code FROM (${wanted}) AS state WHERE EXISTS (SELECT 1 ${inState(search, 'state.code')})`;
};

/** One statement, since each costs more than a row of it. */
const newestOrders = (search: OrderSearch, codes: readonly number[]): string => {
  const ofStates = codes.map((code) => `SELECT row_no, created_at, order_id ${inState(search, code)}`);
  return `SELECT ${orderColumns} FROM
    (${ofStates.join(' UNION ALL ')} ORDER BY created_at DESC, order_id DESC LIMIT ?5) AS place
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
