import type { JobQueue } from '@oms/core';
import type { PortCaller } from './port-caller.js';

/** A queue whose deliveries are calls too; a job that is sent twice is two jobs, so that two workers may hold one. */
export const simulatedJobQueue = (caller: PortCaller, subject: JobQueue): JobQueue => ({
  send: (job, options) => caller.call({ name: 'jobs.send', input: [job], effect: () => subject.send(job, options) }),
  consume: (handler, stop, options) =>
    subject.consume(
      (delivery) =>
        caller.call({
          name: 'jobs.deliver',
          input: [delivery.job],
          effect: async () => {
            const answer = await handler(delivery);
            if (answer.answer === 'postpone') caller.weather.coverage.branch('postponed job');
            return answer;
          },
        }),
      stop,
      options,
    ),
  listDead: (limit) => subject.listDead(limit),
  redrive: (deadIds) => subject.redrive(deadIds),
});
