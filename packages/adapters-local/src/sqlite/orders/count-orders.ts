import type { HoldCode, Order, OrderCounts } from '@oms/core';
import type { Connection } from '../database/connection.js';
import { type NamedState, namedStates, stateCode } from './order-row.js';
import type { OrderSearch } from './order-search.js';

/** Number of orders by state code. */
export type StateCounts = ReadonlyMap<number, number>;

/** Counted in the index alone. */
export const countOrders =
  ({ owner, ownerNo, states, createdFrom, before }: OrderSearch) =>
  (connection: Connection): StateCounts =>
    new Map(
      states.map((state) => [
        state.stateCode,
        connection.get<{ count: number }>(
          `SELECT count(*) AS count FROM orders
           WHERE ${owner} AND state_code = ?2 AND created_at >= ?3 AND created_at < ?4`,
          ownerNo,
          state.stateCode,
          createdFrom,
          before.createdAt,
        )?.count ?? 0,
      ]),
    );

export const tallyOf = (orders: readonly Order[], before: StateCounts): StateCounts => {
  const counts = new Map(before);
  for (const order of orders) counts.set(stateCode(order), (counts.get(stateCode(order)) ?? 0) + 1);
  return counts;
};

export const orderCountsOf = (counts: StateCounts): OrderCounts => {
  const status = { on_hold: 0, new_order: 0, cancelled: 0 };
  const holds: { [code in HoldCode]?: number } = {};
  for (const state of namedStates) add(state, counts.get(state.stateCode) ?? 0);
  return { status, holds };

  function add(state: NamedState, count: number): void {
    status[state.status] += count;
    if (state.holdCode !== undefined && count > 0) holds[state.holdCode] = count;
  }
};
