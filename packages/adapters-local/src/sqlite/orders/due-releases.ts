import type { LeaseOptions, Order } from '@oms/core';
import type { Connection } from '../database/connection.js';
import { type OrderRow, orderColumns, orderOf, ordersWithGroups } from './order-row.js';

export const hasDueRelease =
  ({ now }: LeaseOptions) =>
  (connection: Connection): boolean =>
    connection.get('SELECT 1 FROM orders WHERE release_at <= ? LIMIT 1', now) !== undefined;

/** Inside a write. */
export const leaseReleases =
  ({ now, leaseMs, limit }: LeaseOptions) =>
  (connection: Connection): readonly Order[] => {
    const sql = `SELECT ${orderColumns} FROM ${ordersWithGroups}
      WHERE o.release_at <= ? ORDER BY o.release_at, o.row_no LIMIT ?`;
    const release_at = now + leaseMs;
    return connection.all<OrderRow>(sql, now, limit).map((row) => {
      connection.run('UPDATE orders SET release_at = ? WHERE row_no = ?', release_at, row.row_no);
      return orderOf({ ...row, release_at });
    });
  };
