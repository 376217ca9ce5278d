import { randomUUID } from 'node:crypto';
import {
  type ConsumeOptions,
  type DeadJob,
  type Job,
  type JobAnswer,
  type JobHandler,
  type JobQueue,
  parseJob,
  type StopSignal,
} from '@oms/core';
import type { SqliteDatabase } from './sqlite-database.js';

export interface SqliteJobQueueOptions {
  /** Deliveries until a failing job is dead-lettered; default 5. */
  readonly maxAttempts?: number;
  /** Delay before a failed job comes back; default 1,000. */
  readonly retryDelayMs?: number;
  /** A job comes back this long after its holder died; default 10,000. */
  readonly visibilityMs?: number;
  /** Between looks for jobs of other processes; default 100. */
  readonly pollMs?: number;
}

interface Held {
  readonly jobNo: number;
  readonly holder: string;
  readonly body: string;
  readonly attempts: number;
}

const topic = 'jobs';

/** Jobs in SQLite. A job that is being worked on is hidden from others for as long as its holder renews it. */
export class SqliteJobQueue implements JobQueue {
  readonly #db: SqliteDatabase;
  readonly #options: Required<SqliteJobQueueOptions>;

  constructor(db: SqliteDatabase, options: SqliteJobQueueOptions = {}) {
    this.#db = db;
    this.#options = { maxAttempts: 5, retryDelayMs: 1_000, visibilityMs: 10_000, pollMs: 100, ...options };
  }

  async send(job: Job, options: { readonly delayMs?: number } = {}): Promise<void> {
    await this.sendBody(JSON.stringify(job), options.delayMs);
  }

  /** What another program might send. */
  async sendBody(body: string, delayMs = 0): Promise<void> {
    const visibleAt = Date.now() + delayMs;
    await this.#db.write(() =>
      this.#db.run('INSERT INTO jobs (body, attempts, visible_at) VALUES (?, 0, ?)', body, visibleAt),
    );
    this.#db.notify(topic);
  }

  async consume(handler: JobHandler, stop: StopSignal, { concurrency = 1 }: ConsumeOptions = {}): Promise<void> {
    const signal = stop as AbortSignal;
    const lane = async (): Promise<void> => {
      while (!stop.aborted) {
        try {
          const held = await this.#take();
          if (held === undefined) await this.#db.news(topic, this.#options.pollMs, signal);
          else await this.#handle(held, handler);
        } catch {
          await this.#db.news(topic, this.#options.retryDelayMs, signal);
        }
      }
    };
    await Promise.all(Array.from({ length: concurrency }, lane));
  }

  async listDead(limit: number): Promise<readonly DeadJob[]> {
    return this.#db.all('SELECT * FROM dead_jobs ORDER BY dead_no LIMIT ?', limit).map((row) => ({
      deadId: `job-${row.dead_no}`,
      body: String(row.body),
      reason: String(row.reason),
    }));
  }

  async redrive(deadIds: readonly string[]): Promise<number> {
    const count = await this.#db.write(() => deadIds.reduce((sum, deadId) => sum + this.#revive(deadId), 0));
    this.#db.notify(topic);
    return count;
  }

  async #take(): Promise<Held | undefined> {
    const now = Date.now();
    const due = 'SELECT job_no FROM jobs WHERE visible_at <= ? ORDER BY visible_at, job_no LIMIT 1';
    if (this.#db.get(due, now) === undefined) return undefined;
    const holder = randomUUID();
    const row = await this.#db.write(() =>
      this.#db.get(
        `UPDATE jobs SET visible_at = ?, holder = ?, attempts = attempts + 1 WHERE job_no = (${due})
         RETURNING job_no, body, attempts`,
        now + this.#options.visibilityMs,
        holder,
        now,
      ),
    );
    if (row === undefined) return undefined;
    return { jobNo: Number(row.job_no), holder, body: String(row.body), attempts: Number(row.attempts) };
  }

  async #handle(held: Held, handler: JobHandler): Promise<void> {
    const job = parseJob(held.body);
    if (job === undefined) return this.#db.write(() => this.#bury(held, 'unknown_schema'));
    const heart = setInterval(() => void this.#renew(held).catch(() => undefined), this.#options.visibilityMs / 3);
    try {
      const answer = await handler({ job, attempt: held.attempts }).catch(failure);
      await this.#db.write(() => this.#settle(held, answer));
    } finally {
      clearInterval(heart);
    }
  }

  async #renew({ jobNo, holder }: Held): Promise<void> {
    const visibleAt = Date.now() + this.#options.visibilityMs;
    await this.#db.write(() =>
      this.#db.run('UPDATE jobs SET visible_at = ? WHERE job_no = ? AND holder = ?', visibleAt, jobNo, holder),
    );
  }

  #settle(held: Held, answer: JobAnswer): void {
    if (answer.answer === 'done') this.#remove(held);
    else if (answer.answer === 'postpone') this.#giveBack(held, answer.afterMs, -1);
    else if (held.attempts >= this.#options.maxAttempts) this.#bury(held, answer.reason);
    else this.#giveBack(held, this.#options.retryDelayMs, 0);
  }

  #giveBack({ jobNo, holder }: Held, delayMs: number, attempts: number): void {
    this.#db.run(
      'UPDATE jobs SET visible_at = ?, attempts = attempts + ?, holder = NULL WHERE job_no = ? AND holder = ?',
      Date.now() + delayMs,
      attempts,
      jobNo,
      holder,
    );
  }

  #remove({ jobNo, holder }: Held): boolean {
    return this.#db.run('DELETE FROM jobs WHERE job_no = ? AND holder = ?', jobNo, holder) === 1;
  }

  #bury(held: Held, reason: string): void {
    if (this.#remove(held)) this.#db.run('INSERT INTO dead_jobs (body, reason) VALUES (?, ?)', held.body, reason);
  }

  #revive(deadId: string): number {
    const number = Number(/^job-(\d+)$/.exec(deadId)?.[1] ?? -1);
    const row = this.#db.get('DELETE FROM dead_jobs WHERE dead_no = ? RETURNING body', number);
    if (row === undefined) return 0;
    return this.#db.run('INSERT INTO jobs (body, attempts, visible_at) VALUES (?, 0, ?)', String(row.body), Date.now());
  }
}

const failure = (error: unknown): JobAnswer => ({
  answer: 'failed',
  reason: error instanceof Error ? error.message : String(error),
});
