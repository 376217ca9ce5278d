import type { EpochMs, OrderEventType } from '@oms/core';
import type { Connection } from '../database/connection.js';

/** A member of a group, and the types that it subscribed to. A group has a place, and a member at work, in each type. */
export interface Member {
  readonly id: string;
  readonly group: string;
  readonly types: readonly OrderEventType[];
}

/** Types in which the member may take messages: those that are not another's. */
export const freeTypes =
  ({ id, group, types }: Member, now: EpochMs) =>
  (connection: Connection): readonly OrderEventType[] => {
    const sql = `SELECT 1 FROM event_streams
      WHERE group_name = ? AND type = ? AND member <> ? AND leased_until > ?`;
    return types.filter((type) => connection.get(sql, group, type, id, now) === undefined);
  };

/** Takes or keeps the types that are not another's, and says which; inside a write. */
export const leaseTypes =
  ({ id, group, types }: Member, { now, leaseMs }: { readonly now: EpochMs; readonly leaseMs: number }) =>
  (connection: Connection): readonly OrderEventType[] => {
    const add = 'INSERT OR IGNORE INTO event_streams (group_name, type) VALUES (?, ?)';
    const lease = `UPDATE event_streams SET member = ?1, leased_until = ?2
      WHERE group_name = ?3 AND type = ?4 AND (member = ?1 OR leased_until <= ?5)`;
    return types.filter((type) => {
      connection.run(add, group, type);
      return connection.run(lease, id, now + leaseMs, group, type, now) === 1;
    });
  };

/** Inside a write. */
export const endLease =
  ({ id, group }: Member) =>
  (connection: Connection): void => {
    connection.run('UPDATE event_streams SET leased_until = 0 WHERE group_name = ? AND member = ?', group, id);
  };
