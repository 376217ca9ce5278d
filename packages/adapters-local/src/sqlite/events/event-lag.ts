import type { OrderEventType } from '@oms/core';
import type { Connection } from '../database/connection.js';

const sql = `SELECT
  (SELECT count(*) FROM events WHERE type = ?1 AND event_no > coalesce(
    (SELECT last_event_no FROM event_streams WHERE group_name = ?2 AND type = ?1), 0))
  + (SELECT count(*) FROM event_retries WHERE group_name = ?2 AND type = ?1) AS lag`;

/** What a group has not answered for: the log after its place, and what was set aside to be repeated. */
export const lagOf =
  (group: string, types: readonly OrderEventType[]) =>
  (connection: Connection): number =>
    types.reduce((sum, type) => sum + (connection.get<{ lag: number }>(sql, type, group)?.lag ?? 0), 0);
