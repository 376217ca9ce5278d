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
import type { Connection } from '../database/connection.js';
import { every } from '../database/every.js';
import { sleep } from '../database/sleep.js';
import type { SqliteDatabase } from '../database/sqlite-database.js';
import { listDeadJobs, redriveJobs } from './dead-jobs.js';
import { answerJob, bury, type HeldJob, hasDueJob, renewJob, takeJob } from './held-job.js';

export interface SqliteJobQueueOptions {
  /** Deliveries until a failing job is dead-lettered; default 5. */
  readonly maxAttempts?: number;
  /** Before a failed job comes back, in milliseconds; default 1,000. */
  readonly retryDelayMs?: number;
  /** A job comes back this long after its holder died, in milliseconds; default 10,000. A third of it is the heartbeat. */
  readonly visibilityMs?: number;
  /** Between looks for jobs that other processes sent, in milliseconds; default 100. */
  readonly pollMs?: number;
}

const outageMs = 1_000;

/** Jobs in one SQLite file. */
export class SqliteJobQueue implements JobQueue {
  readonly #database: SqliteDatabase;
  readonly #options: Required<SqliteJobQueueOptions>;

  constructor(database: SqliteDatabase, options: SqliteJobQueueOptions = {}) {
    this.#database = database;
    this.#options = { maxAttempts: 5, retryDelayMs: 1_000, visibilityMs: 10_000, pollMs: 100, ...options };
  }

  async send(job: Job, options: { readonly delayMs?: number } = {}): Promise<void> {
    await this.sendBody(JSON.stringify(job), options);
  }

  /** What another program might send. */
  async sendBody(body: string, { delayMs = 0 }: { readonly delayMs?: number } = {}): Promise<void> {
    const sql = 'INSERT INTO jobs (body, due_at) VALUES (?, ?)';
    const dueAt = Date.now() + delayMs;
    await this.#write((connection) => connection.run(sql, body, dueAt));
    this.#database.jobsWakeUp.notify();
  }

  async consume(handler: JobHandler, stop: StopSignal, { concurrency = 1 }: ConsumeOptions = {}): Promise<void> {
    await Promise.all(Array.from({ length: concurrency }, () => this.#consumeInTurn(handler, stop)));
  }

  async listDead(limit: number): Promise<readonly DeadJob[]> {
    return this.#read(listDeadJobs(limit));
  }

  async redrive(deadIds: readonly string[]): Promise<number> {
    const count = await this.#write(redriveJobs([...deadIds], Date.now()));
    this.#database.jobsWakeUp.notify();
    return count;
  }

  async #consumeInTurn(handler: JobHandler, stop: StopSignal): Promise<void> {
    while (!stop.aborted) {
      const { count } = this.#database.jobsWakeUp;
      try {
        const held = await this.#take();
        if (held === undefined) await this.#database.jobsWakeUp.wait(count, this.#options.pollMs, stop);
        else await this.#handle(held, handler, stop);
      } catch {
        await sleep(outageMs, stop);
      }
    }
  }

  async #take(): Promise<HeldJob | undefined> {
    const now = Date.now();
    const { visibilityMs: leaseMs, maxAttempts } = this.#options;
    return (await this.#read(hasDueJob(now))) ? this.#write(takeJob({ now, leaseMs, maxAttempts })) : undefined;
  }

  async #handle(held: HeldJob, handler: JobHandler, stop: StopSignal): Promise<void> {
    const job = parseJob(held.body);
    if (job === undefined) return this.#write((connection) => bury(connection, held, 'unknown_schema'));
    const { visibilityMs } = this.#options;
    const endHeartbeat = every(visibilityMs / 3, () => this.#write(renewJob(held, Date.now() + visibilityMs)));
    try {
      const answer = await answerOf(handler, { job, attempt: held.attempt });
      await this.#record(held, answer, stop);
    } finally {
      endHeartbeat();
    }
  }

  /** Tries until the answer is written; after a stop once more. */
  async #record(held: HeldJob, answer: JobAnswer, stop: StopSignal): Promise<void> {
    for (;;) {
      try {
        return await this.#write(answerJob(held, answer, { ...this.#options, now: Date.now() }));
      } catch (error) {
        if (stop.aborted) throw error;
        await sleep(outageMs, stop);
      }
    }
  }

  #read<T>(operation: (connection: Connection) => T): Promise<T> {
    return this.#database.read('job_queue_unavailable', operation);
  }

  #write<T>(operation: (connection: Connection) => T): Promise<T> {
    return this.#database.write('job_queue_unavailable', operation);
  }
}

const answerOf = async (handler: JobHandler, delivery: Parameters<JobHandler>[0]): Promise<JobAnswer> => {
  try {
    return await handler(delivery);
  } catch (error) {
    return { answer: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
};
