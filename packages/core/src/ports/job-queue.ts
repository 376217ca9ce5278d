import type { Job } from '../domain/job.js';
import type { StopSignal } from './stop-signal.js';

export interface Delivery {
  readonly job: Job;
  /** 1 for the first delivery; grows by one with every delivery that was not postponed. */
  readonly attempt: number;
}

export type JobAnswer =
  | { readonly answer: 'done' }
  /** Tried again later, until the limit of tries; then dead-lettered with the last reason. */
  | { readonly answer: 'failed'; readonly reason: string }
  /** Comes back after `afterMs`; does not count as a try. */
  | { readonly answer: 'postpone'; readonly afterMs: number };

export type JobHandler = (delivery: Delivery) => Promise<JobAnswer>;

export interface ConsumeOptions {
  /** Handlers at a time; default 1. */
  readonly concurrency?: number;
}

export interface DeadJob {
  readonly deadId: string;
  /** As it was sent, also when it is no job of a known schema version. */
  readonly body: string;
  readonly reason: string;
}

/**
 * At-least-once delivery of jobs.
 *
 * - A job belongs to one handler at a time for as long as its handler runs (a heartbeat keeps it), and comes back after
 *   its holder died. A handler that throws counts as `failed` with the error's message.
 * - A body that is no job of a known schema version goes to the dead letters at once, with reason `unknown_schema`.
 * - One failing job never holds up another.
 */
export interface JobQueue {
  /** Resolves when the job is durable. `delayMs` (0..900,000, default 0): not delivered before that. Duplicates are kept. */
  send(job: Job, options?: { readonly delayMs?: number }): Promise<void>;
  /**
   * Hands out jobs until `stop` is aborted; then takes no new one, waits for the running handlers and their answers, and
   * resolves. An outage is waited out.
   */
  consume(handler: JobHandler, stop: StopSignal, options?: ConsumeOptions): Promise<void>;
  /** Dead letters, oldest first, at most `limit`. */
  listDead(limit: number): Promise<readonly DeadJob[]>;
  /** Puts dead letters back with a fresh count of tries; resolves with how many there were. Unknown ids are skipped. */
  redrive(deadIds: readonly string[]): Promise<number>;
}
