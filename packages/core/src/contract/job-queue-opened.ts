import type { Job } from '../domain/job.js';
import type { DeadJob, Delivery, JobAnswer, JobQueue } from '../ports/job-queue.js';
import type { Opened } from './contract.js';
import { eventually } from './eventually.js';

/** The subject's own timings: short ones make the kit fast. */
export interface JobQueueTimings {
  /** A job that is due is handed out within this; also how long the kit waits to see that nothing more comes. */
  readonly withinMs: number;
  /** A job whose holder died comes back after this. */
  readonly visibilityMs: number;
  /** A delay that the subject can keep, longer than `withinMs`; whole seconds where it knows no shorter ones. */
  readonly delayMs: number;
  /** Failures until a job is dead-lettered; 2 or more. */
  readonly maxAttempts: number;
}

/** What a harness opens for the cases of JobQueue. */
export interface OpenedJobQueue extends Opened<JobQueue> {
  readonly timings: JobQueueTimings;
  /** Sends a body as another program might. */
  sendBody?(body: string): Promise<void>;
  /** Ends the subject as SIGKILL would, its running handlers unanswered; answers with another instance on the same data. */
  crash?(): Promise<JobQueue>;
}

export const aJob = (bulkOrderId = 'bulk-1', tenantId = 'tenant-1'): Job => ({
  schemaVersion: 1,
  kind: 'process_bulk_order',
  tenantId,
  bulkOrderId,
});

export const done: JobAnswer = { answer: 'done' };
export const failed = (reason: string): JobAnswer => ({ answer: 'failed', reason });

/** What a consumer was handed, and a way to end it. */
export interface Consumption {
  readonly seen: readonly Delivery[];
  idsSeen(): readonly string[];
  /** Resolves when `consume` does. */
  end(): Promise<void>;
}

type Answer = (delivery: Delivery) => JobAnswer | Promise<JobAnswer>;

/** Consumes in the background; default answer: done. */
export const consume = (queue: JobQueue, answer: Answer = () => done, concurrency?: number): Consumption => {
  const stop = new AbortController();
  const seen: Delivery[] = [];
  const options = concurrency === undefined ? undefined : { concurrency };
  const handler = async (delivery: Delivery): Promise<JobAnswer> => {
    seen.push(delivery);
    return answer(delivery);
  };
  const running = queue.consume(handler, stop.signal, options);
  return {
    seen,
    idsSeen: () => seen.map(({ job }) => job.bulkOrderId),
    end: () => {
      stop.abort();
      return running;
    },
  };
};

/** The dead letters, once there are this many. */
export const deadLetters = async ({ subject, timings }: OpenedJobQueue, count: number): Promise<readonly DeadJob[]> => {
  let dead: readonly DeadJob[] = [];
  await eventually(
    async () => {
      dead = await subject.listDead(100);
      if (dead.length !== count) throw new Error(`${dead.length} dead letters, not ${count}`);
    },
    { withinMs: (timings.withinMs + timings.visibilityMs) * timings.maxAttempts },
  );
  return dead;
};
