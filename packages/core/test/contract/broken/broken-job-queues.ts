import { type ConsumeOptions, type DeadJob, type JobAnswer, type JobHandler, type JobQueue, OmsError } from '@oms/core';
import type { OpenedJobQueue } from '@oms/core/contract';
import { MemoryJobQueue, MemoryJobs, SystemClock } from '@oms/core/memory';
import { type BrokenAdapter, close, withFaults } from './broken-adapter.js';

type Break = (queue: MemoryJobQueue, jobs: MemoryJobs) => Partial<JobQueue>;

const options = { maxAttempts: 3, retryDelayMs: 10, visibilityMs: 60, pollMs: 2 };
const timings = { withinMs: 100, visibilityMs: 60, delayMs: 150, maxAttempts: 3 };

const openOn = (jobs: MemoryJobs, faults: Break): OpenedJobQueue => {
  const queue = new MemoryJobQueue(new SystemClock(), jobs, options);
  return {
    subject: withFaults<JobQueue>(queue, faults(queue, jobs)),
    timings,
    again: async () => new MemoryJobQueue(new SystemClock(), new MemoryJobs(), options),
    sendBody: async (body) => queue.sendBody(body),
    crash: async () => new MemoryJobQueue(new SystemClock(), new MemoryJobs(), options),
    close,
  };
};

const broken = (fault: string, fails: readonly string[], faults: Break): BrokenAdapter<OpenedJobQueue> => ({
  fault,
  fails: fails.map((id) => `job_queue.${id}`),
  harness: { open: async () => openOn(new MemoryJobs(), faults) },
});

/** Consumes with a handler around the handler. */
const around = (queue: JobQueue, wrap: (handler: JobHandler) => JobHandler): Pick<JobQueue, 'consume'> => ({
  consume: (handler, stop, consumeOptions) => queue.consume(wrap(handler), stop, consumeOptions),
});

const shared = new MemoryJobs();
const done: JobAnswer = { answer: 'done' };

const ofDelivery: readonly BrokenAdapter<OpenedJobQueue>[] = [
  {
    fault: 'shares its data with every other subject',
    fails: ['job_queue.fresh'],
    harness: { open: async () => openOn(shared, () => ({})) },
  },
  broken('keeps its data for itself', ['again', 'crash'], () => ({})),
  broken('counts attempts from 0', ['send', 'redrive'], (queue) =>
    around(
      queue,
      (handler) =>
        ({ job, attempt }) =>
          handler({ job, attempt: attempt - 1 }),
    ),
  ),
  broken('hands out what is done', ['done', 'stop'], (queue) =>
    around(queue, (handler) => async (delivery) => {
      const answer = await handler(delivery);
      return answer.answer === 'done' ? { answer: 'postpone', afterMs: 10 } : answer;
    }),
  ),
  broken('drops duplicates', ['duplicates'], (queue, jobs) => ({
    async send(job, sendOptions) {
      const isKnown = [...jobs.queued.values()].some(({ body }) => body === JSON.stringify(job));
      if (!isKnown) await queue.send(job, sendOptions);
    },
  })),
  broken('takes no notice of the delay', ['delay'], (queue) => ({ send: (job) => queue.send(job) })),
  broken('brings a postponed job back at once', ['postpone'], (queue) =>
    around(queue, (handler) => async (delivery) => {
      const answer = await handler(delivery);
      return answer.answer === 'postpone' ? { answer: 'postpone', afterMs: 0 } : answer;
    }),
  ),
  broken('counts a postponed job as a try', ['postpone'], (queue) =>
    around(queue, (handler) => {
      let attempt = 0;
      return ({ job }) => {
        attempt += 1;
        return handler({ job, attempt });
      };
    }),
  ),
  broken('runs one handler more', ['concurrency', 'concurrency.default'], (queue) => ({
    consume: (handler, stop, { concurrency = 1 }: ConsumeOptions = {}) =>
      queue.consume(handler, stop, { concurrency: concurrency + 1 }),
  })),
  broken('runs one handler whatever is asked', ['concurrency'], (queue) => ({
    consume: (handler, stop) => queue.consume(handler, stop, { concurrency: 1 }),
  })),
  broken('has no heartbeat', ['heartbeat'], (queue, jobs) =>
    around(queue, (handler) => (delivery) => {
      const until = setInterval(() => {
        for (const job of jobs.queued.values()) job.visibleAt = 0;
      }, 5);
      return handler(delivery).finally(() => clearInterval(until));
    }),
  ),
];

const ofFailure: readonly BrokenAdapter<OpenedJobQueue>[] = [
  broken('acknowledges first', ['failed', 'throws', 'redrive', 'dead.order', 'one_failing'], (queue) =>
    around(queue, (handler) => async (delivery) => {
      await handler(delivery).catch(() => undefined);
      return done;
    }),
  ),
  broken('hides the reason', ['failed', 'throws'], (queue) => ({
    listDead: async (limit) => (await queue.listDead(limit)).map((dead): DeadJob => ({ ...dead, reason: 'failed' })),
  })),
  broken('stops at the first failure', ['one_failing'], (queue) =>
    around(queue, (handler) => async (delivery) => {
      const answer = await handler(delivery);
      if (answer.answer === 'failed') await new Promise((resolve) => setTimeout(resolve, 500));
      return answer;
    }),
  ),
  broken('guesses at an unknown schema', ['unknown_schema'], (queue) => ({
    listDead: async (limit) => (await queue.listDead(limit)).map((dead) => ({ ...dead, body: '{}' })),
  })),
  broken('lists the newest dead letter first', ['dead.order'], (queue) => ({
    listDead: async (limit) => [...(await queue.listDead(100))].reverse().slice(0, limit),
  })),
  broken('keeps the tries of a dead letter', ['redrive'], (queue, jobs) => ({
    async redrive(deadIds) {
      const count = await queue.redrive(deadIds);
      for (const job of jobs.queued.values()) job.attempts = 2;
      return count;
    },
  })),
  broken('throws for an unknown dead letter', ['redrive'], (queue, jobs) => ({
    async redrive(deadIds) {
      if (deadIds.every((deadId) => jobs.dead.has(deadId))) return queue.redrive(deadIds);
      throw new OmsError('not_found', 'dead_job_not_found', 'There is no such dead letter.');
    },
  })),
  broken('drops what runs when it is stopped', ['stop'], (queue) => ({
    consume: (handler, stop, consumeOptions) =>
      Promise.race([
        queue.consume(handler, stop, consumeOptions),
        new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve())),
      ]),
  })),
];

export const brokenJobQueues = [...ofDelivery, ...ofFailure];
