import { randomInt } from 'node:crypto';
import type { EpochMs, JobAnswer } from '@oms/core';
import type { Connection } from '../database/connection.js';

/** A job in our hands: until its lease ends, and for as long as its token stands in its row. */
export interface HeldJob {
  readonly jobNo: number;
  readonly token: number;
  readonly body: string;
  readonly attempt: number;
}

interface JobRow {
  readonly job_no: number;
  readonly body: string;
  readonly attempts: number;
  readonly last_reason: string;
}

export interface TakeOptions {
  readonly now: EpochMs;
  readonly leaseMs: number;
  readonly maxAttempts: number;
}

export const hasDueJob =
  (now: EpochMs) =>
  (connection: Connection): boolean =>
    connection.get('SELECT 1 FROM jobs WHERE due_at <= ? LIMIT 1', now) !== undefined;

/** The job that is longest due. One whose holders all died on it is dead-lettered instead. Inside a write. */
export const takeJob =
  (options: TakeOptions) =>
  (connection: Connection): HeldJob | undefined => {
    const sql =
      'SELECT job_no, body, attempts, last_reason FROM jobs WHERE due_at <= ? ORDER BY due_at, job_no LIMIT 1';
    const row = connection.get<JobRow>(sql, options.now);
    if (row === undefined) return undefined;
    if (row.attempts >= options.maxAttempts) {
      bury(connection, { jobNo: row.job_no, body: row.body }, row.last_reason);
      return takeJob(options)(connection);
    }
    const token = randomInt(1, 2 ** 47);
    const lease = 'UPDATE jobs SET due_at = ?, token = ?, attempts = attempts + 1 WHERE job_no = ?';
    connection.run(lease, options.now + options.leaseMs, token, row.job_no);
    return { jobNo: row.job_no, token, body: row.body, attempt: row.attempts + 1 };
  };

/** Inside a write. */
export const renewJob =
  ({ jobNo, token }: HeldJob, until: EpochMs) =>
  (connection: Connection): void => {
    connection.run('UPDATE jobs SET due_at = ? WHERE job_no = ? AND token = ?', until, jobNo, token);
  };

export interface AnswerOptions {
  readonly now: EpochMs;
  readonly maxAttempts: number;
  readonly retryDelayMs: number;
}

/** Writes down what became of the job, unless somebody else holds it by now. Inside a write. */
export const answerJob =
  (held: HeldJob, answer: JobAnswer, options: AnswerOptions) =>
  (connection: Connection): void => {
    const { jobNo, token } = held;
    if (connection.get('SELECT 1 FROM jobs WHERE job_no = ? AND token = ?', jobNo, token) === undefined) return;
    if (answer.answer === 'done') connection.run('DELETE FROM jobs WHERE job_no = ?', jobNo);
    else if (answer.answer === 'postpone') {
      const postpone = 'UPDATE jobs SET due_at = ?, attempts = attempts - 1, token = 0 WHERE job_no = ?';
      connection.run(postpone, options.now + answer.afterMs, jobNo);
    } else if (held.attempt >= options.maxAttempts) bury(connection, held, answer.reason);
    else {
      const retry = 'UPDATE jobs SET due_at = ?, last_reason = ?, token = 0 WHERE job_no = ?';
      connection.run(retry, options.now + options.retryDelayMs, answer.reason, jobNo);
    }
  };

/** Inside a write. */
export const bury = (
  connection: Connection,
  { jobNo, body }: Pick<HeldJob, 'jobNo' | 'body'>,
  reason: string,
): void => {
  connection.run('DELETE FROM jobs WHERE job_no = ?', jobNo);
  connection.run('INSERT INTO dead_jobs (body, reason) VALUES (?, ?)', body, reason);
};
