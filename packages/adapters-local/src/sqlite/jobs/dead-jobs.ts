import type { DeadJob, EpochMs } from '@oms/core';
import type { Connection } from '../database/connection.js';
import { deadNumberOf } from '../database/dead-number.js';

interface DeadRow {
  readonly dead_no: number;
  readonly body: string;
  readonly reason: string;
}

export const listDeadJobs =
  (limit: number) =>
  (connection: Connection): readonly DeadJob[] =>
    connection
      .all<DeadRow>('SELECT dead_no, body, reason FROM dead_jobs ORDER BY dead_no LIMIT ?', limit)
      .map(({ dead_no, body, reason }) => ({ deadId: String(dead_no), body, reason }));

/** Inside a write. */
export const redriveJobs =
  (deadIds: readonly string[], now: EpochMs) =>
  (connection: Connection): number =>
    deadIds.reduce((count, deadId) => {
      const deadNo = deadNumberOf(deadId);
      const send = 'INSERT INTO jobs (body, due_at) SELECT body, ? FROM dead_jobs WHERE dead_no = ?';
      const sent = connection.run(send, now, deadNo);
      connection.run('DELETE FROM dead_jobs WHERE dead_no = ?', deadNo);
      return count + sent;
    }, 0);
