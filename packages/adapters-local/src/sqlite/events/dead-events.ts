import type { DeadEvent, EpochMs } from '@oms/core';
import type { Connection } from '../database/connection.js';
import { deadNumberOf } from '../database/dead-number.js';

interface DeadRow {
  readonly dead_no: number;
  readonly group_name: string | null;
  readonly type: string;
  readonly body: string;
  readonly reason: string;
}

export const listDeadEvents =
  (limit: number) =>
  (connection: Connection): readonly DeadEvent[] =>
    connection
      .all<DeadRow>('SELECT * FROM dead_events ORDER BY dead_no LIMIT ?', limit)
      .map(({ dead_no, group_name, type, body, reason }) => ({
        deadId: String(dead_no),
        ...(group_name === null ? {} : { group: group_name }),
        type,
        body,
        reason,
      }));

/** To their group as repeats with fresh tries, or, refused ones, into the log; inside a write. */
export const redriveEvents =
  (deadIds: readonly string[], now: EpochMs) =>
  (connection: Connection): number =>
    deadIds.reduce((count, deadId) => {
      const deadNo = deadNumberOf(deadId);
      const repeat = `INSERT INTO event_retries (group_name, type, tries, due_at, body)
        SELECT group_name, type, 0, ?, body FROM dead_events WHERE dead_no = ? AND group_name IS NOT NULL`;
      const publish = `INSERT INTO events (type, published_at, body)
        SELECT type, ?, body FROM dead_events WHERE dead_no = ? AND group_name IS NULL`;
      const sent = connection.run(repeat, now, deadNo) + connection.run(publish, now, deadNo);
      connection.run('DELETE FROM dead_events WHERE dead_no = ?', deadNo);
      return count + sent;
    }, 0);
