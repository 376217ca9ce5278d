import type { Job } from '../domain/job.js';
import { parseJob } from '../domain/parse-job.js';
import type { EpochMs } from '../domain/time.js';
import type { Clock } from '../ports/clock.js';
import type { ConsumeOptions, DeadJob, JobAnswer, JobHandler, JobQueue } from '../ports/job-queue.js';
import type { StopSignal } from '../ports/stop-signal.js';
import { heartbeat } from './heartbeat.js';

interface QueuedJob {
  readonly id: string;
  readonly body: string;
  /** Deliveries that were not postponed. */
  attempts: number;
  visibleAt: EpochMs;
}

/** The data of a memory queue: two queues on one store are two instances on the same data. */
export class MemoryJobs {
  readonly queued = new Map<string, QueuedJob>();
  readonly dead = new Map<string, { readonly job: QueuedJob; readonly reason: string }>();
  count = 0;
}

export interface MemoryJobQueueOptions {
  /** Deliveries until a failing job is dead-lettered; default 5. */
  readonly maxAttempts?: number;
  /** Delay before a failed job comes back; default 1,000. */
  readonly retryDelayMs?: number;
  /** A job comes back this long after its holder's last heartbeat; default 30,000. */
  readonly visibilityMs?: number;
  /** Between looks for due jobs; default 20. */
  readonly pollMs?: number;
}

/** Jobs in memory. Nothing outlives the store. */
export class MemoryJobQueue implements JobQueue {
  readonly #clock: Clock;
  readonly #jobs: MemoryJobs;
  readonly #options: Required<MemoryJobQueueOptions>;

  constructor(clock: Clock, jobs: MemoryJobs = new MemoryJobs(), options: MemoryJobQueueOptions = {}) {
    this.#clock = clock;
    this.#jobs = jobs;
    this.#options = { maxAttempts: 5, retryDelayMs: 1_000, visibilityMs: 30_000, pollMs: 20, ...options };
  }

  async send(job: Job, options: { readonly delayMs?: number } = {}): Promise<void> {
    this.sendBody(JSON.stringify(job), options.delayMs);
  }

  /** What another program might send. */
  sendBody(body: string, delayMs = 0): void {
    this.#jobs.count += 1;
    const id = `job-${this.#jobs.count}`;
    this.#jobs.queued.set(id, { id, body, attempts: 0, visibleAt: this.#clock.now() + delayMs });
  }

  async consume(handler: JobHandler, stop: StopSignal, { concurrency = 1 }: ConsumeOptions = {}): Promise<void> {
    const lane = async (): Promise<void> => {
      while (!stop.aborted) {
        const job = this.#take();
        if (job === undefined) await this.#clock.sleep(this.#options.pollMs, stop);
        else await this.#handle(job, handler);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, lane));
  }

  async listDead(limit: number): Promise<readonly DeadJob[]> {
    return [...this.#jobs.dead.values()]
      .slice(0, limit)
      .map(({ job, reason }) => ({ deadId: job.id, body: job.body, reason }));
  }

  async redrive(deadIds: readonly string[]): Promise<number> {
    const found = deadIds.filter((deadId) => this.#jobs.dead.has(deadId));
    for (const deadId of found) {
      const dead = this.#jobs.dead.get(deadId);
      this.#jobs.dead.delete(deadId);
      if (dead !== undefined) this.#jobs.queued.set(deadId, { ...dead.job, attempts: 0, visibleAt: this.#clock.now() });
    }
    return found.length;
  }

  #take(): QueuedJob | undefined {
    const now = this.#clock.now();
    for (const job of this.#jobs.queued.values()) {
      if (job.visibleAt > now) continue;
      job.visibleAt = now + this.#options.visibilityMs;
      job.attempts += 1;
      return job;
    }
    return undefined;
  }

  async #handle(queued: QueuedJob, handler: JobHandler): Promise<void> {
    const job = parseJob(queued.body);
    if (job === undefined) return this.#bury(queued, 'unknown_schema');
    const { visibilityMs } = this.#options;
    const heart = heartbeat(this.#clock, Math.ceil(visibilityMs / 3), () => {
      queued.visibleAt = this.#clock.now() + visibilityMs;
    });
    const answer = await handler({ job, attempt: queued.attempts }).catch(failure);
    heart.stop();
    this.#settle(queued, answer);
  }

  #settle(queued: QueuedJob, answer: JobAnswer): void {
    const now = this.#clock.now();
    if (answer.answer === 'done') this.#jobs.queued.delete(queued.id);
    if (answer.answer === 'postpone') {
      queued.attempts -= 1;
      queued.visibleAt = now + answer.afterMs;
    }
    if (answer.answer !== 'failed') return;
    if (queued.attempts >= this.#options.maxAttempts) this.#bury(queued, answer.reason);
    else queued.visibleAt = now + this.#options.retryDelayMs;
  }

  #bury(job: QueuedJob, reason: string): void {
    this.#jobs.queued.delete(job.id);
    this.#jobs.dead.set(job.id, { job, reason });
  }
}

const failure = (error: unknown): JobAnswer => ({
  answer: 'failed',
  reason: error instanceof Error ? error.message : String(error),
});
