import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import type { ContractCase } from './contract.js';
import { onSubject, onTwoInstances, onTwoSubjects } from './contract-case.js';
import { eventually, throughout } from './eventually.js';
import { gate } from './gate.js';
import { aJob, consume, done, type OpenedJobQueue } from './job-queue-opened.js';

const promises = onSubject<OpenedJobQueue>;

export const jobQueueDeliveryCases: readonly ContractCase<OpenedJobQueue>[] = [
  onTwoSubjects<OpenedJobQueue>(
    { id: 'job_queue.fresh', promise: 'Two fresh subjects share nothing.' },
    async ({ subject, timings }, fresh) => {
      await subject.send(aJob());
      const theirs = consume(fresh.subject);
      await throughout(() => strictEqual(theirs.seen.length, 0), { forMs: timings.withinMs });
      await theirs.end();
    },
  ),
  promises(
    {
      id: 'job_queue.send',
      promise: 'A job that was sent is handed out as it was sent, as attempt 1, to whoever consumes later.',
    },
    async ({ subject, timings }) => {
      await subject.send(aJob('b:1', 'tenant:1'));
      const own = consume(subject);
      const expected = [{ job: aJob('b:1', 'tenant:1'), attempt: 1 }];
      await eventually(() => deepStrictEqual(own.seen, expected), timings);
      await own.end();
    },
  ),
  promises(
    { id: 'job_queue.done', promise: 'A job that is `done` does not come back.' },
    async ({ subject, timings }) => {
      const own = consume(subject);
      await subject.send(aJob());
      await eventually(() => strictEqual(own.seen.length, 1), timings);
      await throughout(() => strictEqual(own.seen.length, 1), { forMs: timings.visibilityMs + timings.withinMs });
      await own.end();
    },
  ),
  promises(
    { id: 'job_queue.duplicates', promise: 'Duplicates are kept: a job that was sent twice is handed out twice.' },
    async ({ subject, timings }) => {
      await Promise.all([subject.send(aJob()), subject.send(aJob())]);
      const own = consume(subject);
      await eventually(() => deepStrictEqual(own.idsSeen(), ['bulk-1', 'bulk-1']), timings);
      await own.end();
    },
  ),
  promises(
    { id: 'job_queue.delay', promise: 'A job is not delivered before its `delayMs` is over.' },
    async ({ subject, timings }) => {
      const { delayMs } = timings;
      const sentAt = Date.now();
      let arrivedAt = 0;
      const own = consume(subject, () => {
        arrivedAt = Date.now();
        return done;
      });
      await subject.send(aJob(), { delayMs });
      await eventually(() => strictEqual(own.seen.length, 1), { withinMs: delayMs + timings.withinMs });
      ok(arrivedAt - sentAt >= delayMs - 20, `came after ${arrivedAt - sentAt} ms`);
      await own.end();
    },
  ),
  promises(
    {
      id: 'job_queue.postpone',
      promise: '`postpone` brings a job back after `afterMs` and does not count as a try.',
    },
    async ({ subject, timings }) => {
      const afterMs = timings.delayMs;
      const times: number[] = [];
      const own = consume(subject, () => {
        times.push(Date.now());
        return times.length === 1 ? { answer: 'postpone', afterMs } : done;
      });
      await subject.send(aJob());
      await eventually(() => strictEqual(own.seen.length, 2), { withinMs: afterMs + 2 * timings.withinMs });
      deepStrictEqual(
        own.seen.map(({ attempt }) => attempt),
        [1, 1],
      );
      const [first = 0, second = 0] = times;
      ok(second - first >= afterMs - 20, `came back after ${second - first} ms`);
      await own.end();
    },
  ),
  promises(
    { id: 'job_queue.concurrency', promise: 'At most `concurrency` handlers run at a time, and that many do.' },
    async ({ subject, timings }) => {
      const hold = gate();
      for (let n = 0; n < 5; n += 1) await subject.send(aJob(`bulk-${n}`));
      const own = consume(subject, () => hold.opened.then(() => done), 3);
      await eventually(() => strictEqual(own.seen.length, 3), timings);
      await throughout(() => strictEqual(own.seen.length, 3), { forMs: timings.withinMs });
      hold.open();
      await eventually(() => strictEqual(own.seen.length, 5), timings);
      await own.end();
    },
  ),
  promises(
    { id: 'job_queue.concurrency.default', promise: 'One handler at a time by default.' },
    async ({ subject, timings }) => {
      const hold = gate();
      await Promise.all([subject.send(aJob('a')), subject.send(aJob('b'))]);
      const own = consume(subject, () => hold.opened.then(() => done));
      await eventually(() => strictEqual(own.seen.length, 1), timings);
      await throughout(() => strictEqual(own.seen.length, 1), { forMs: timings.withinMs });
      hold.open();
      await eventually(() => strictEqual(own.seen.length, 2), timings);
      await own.end();
    },
  ),
  promises(
    {
      id: 'job_queue.heartbeat',
      promise: 'A job belongs to one handler at a time for as long as its handler runs: a heartbeat keeps it.',
    },
    async ({ subject, timings }) => {
      const hold = gate();
      const own = consume(subject, () => hold.opened.then(() => done), 2);
      const rival = consume(subject, () => done, 2);
      await subject.send(aJob());
      const count = () => own.seen.length + rival.seen.length;
      await eventually(() => strictEqual(count(), 1), timings);
      await throughout(() => strictEqual(count(), 1), { forMs: 2 * timings.visibilityMs + timings.withinMs });
      hold.open();
      await Promise.all([own.end(), rival.end()]);
      strictEqual(count(), 1);
    },
  ),
  promises(
    { id: 'job_queue.crash', promise: 'A job comes back after its holder died.', needs: 'crash' },
    async ({ subject, timings, crash }) => {
      const own = consume(subject, () => new Promise(() => {}));
      await subject.send(aJob());
      await eventually(() => strictEqual(own.seen.length, 1), timings);
      const survivor = await crash?.();
      ok(survivor !== undefined);
      const next = consume(survivor);
      const withinMs = 2 * timings.visibilityMs + timings.withinMs;
      await eventually(
        () =>
          deepStrictEqual(
            next.seen.map(({ job }) => job),
            [aJob()],
          ),
        { withinMs },
      );
      await next.end();
    },
  ),
  onTwoInstances<OpenedJobQueue>(
    { id: 'job_queue.again', promise: 'send is durable: another instance on the same data hands the job out.' },
    async (one, other, { timings }) => {
      await one.send(aJob());
      const own = consume(other);
      await eventually(() => deepStrictEqual(own.idsSeen(), ['bulk-1']), timings);
      await own.end();
    },
  ),
];
