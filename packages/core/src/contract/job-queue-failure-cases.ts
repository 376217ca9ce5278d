import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import type { ContractCase } from './contract.js';
import { onSubject } from './contract-case.js';
import { eventually, throughout } from './eventually.js';
import { gate } from './gate.js';
import { aJob, consume, deadLetters, done, failed, type OpenedJobQueue } from './job-queue-opened.js';

const promises = onSubject<OpenedJobQueue>;

export const jobQueueFailureCases: readonly ContractCase<OpenedJobQueue>[] = [
  promises(
    {
      id: 'job_queue.failed',
      promise: 'A `failed` job is tried again until the limit of tries, then dead-lettered with the last reason.',
    },
    async (opened) => {
      const { subject, timings } = opened;
      const own = consume(subject, ({ attempt }) => failed(`reason ${attempt}`));
      await subject.send(aJob());
      const [dead] = await deadLetters(opened, 1);
      const tries = Array.from({ length: timings.maxAttempts }, (_, n) => n + 1);
      deepStrictEqual(
        own.seen.map(({ attempt }) => attempt),
        tries,
      );
      strictEqual(dead?.reason, `reason ${timings.maxAttempts}`);
      deepStrictEqual(JSON.parse(dead.body), aJob());
      await throughout(() => strictEqual(own.seen.length, timings.maxAttempts), { forMs: timings.withinMs });
      await own.end();
    },
  ),
  promises(
    { id: 'job_queue.throws', promise: "A handler that throws counts as `failed` with the error's message." },
    async (opened) => {
      const own = consume(opened.subject, () => {
        throw new Error('broken inside');
      });
      await opened.subject.send(aJob());
      const [dead] = await deadLetters(opened, 1);
      strictEqual(dead?.reason, 'broken inside');
      strictEqual(own.seen.length, opened.timings.maxAttempts);
      await own.end();
    },
  ),
  promises({ id: 'job_queue.one_failing', promise: 'One failing job never holds up another.' }, async (opened) => {
    const { subject, timings } = opened;
    const own = consume(subject, ({ job }) => (job.bulkOrderId === 'bad' ? failed('no') : done));
    await subject.send(aJob('bad'));
    await eventually(() => ok(own.idsSeen().includes('bad')), timings);
    for (let n = 0; n < 5; n += 1) await subject.send(aJob(`good-${n}`));
    await eventually(() => strictEqual(own.idsSeen().filter((id) => id !== 'bad').length, 5), timings);
    await deadLetters(opened, 1);
    await own.end();
  }),
  promises(
    {
      id: 'job_queue.unknown_schema',
      promise: 'A body that is no job of a known schema version is dead-lettered at once as `unknown_schema`, as sent.',
      needs: 'sendBody',
    },
    async (opened) => {
      const bodies = ['{"schemaVersion":2,"kind":"process_bulk_order","tenantId":"t","bulkOrderId":"b"}', 'no JSON'];
      const own = consume(opened.subject);
      for (const body of bodies) await opened.sendBody?.(body);
      const dead = await deadLetters(opened, 2);
      deepStrictEqual(
        dead.map(({ reason }) => reason),
        ['unknown_schema', 'unknown_schema'],
      );
      deepStrictEqual(dead.map(({ body }) => body).sort(), [...bodies].sort());
      strictEqual(own.seen.length, 0);
      await own.end();
    },
  ),
  promises(
    { id: 'job_queue.dead.order', promise: 'listDead gives dead letters oldest first, at most `limit`.' },
    async (opened) => {
      const { subject } = opened;
      const own = consume(subject, ({ job }) => failed(job.bulkOrderId));
      const ids = ['c', 'a', 'b'];
      for (const [n, id] of ids.entries()) {
        await subject.send(aJob(id));
        await deadLetters(opened, n + 1);
      }
      deepStrictEqual(
        (await subject.listDead(10)).map(({ reason }) => reason),
        ids,
      );
      deepStrictEqual(
        (await subject.listDead(2)).map(({ reason }) => reason),
        ['c', 'a'],
      );
      await own.end();
    },
  ),
  promises(
    {
      id: 'job_queue.redrive',
      promise: 'redrive puts dead letters back with a fresh count of tries, tells how many, and skips unknown ids.',
    },
    async (opened) => {
      const { subject, timings } = opened;
      let isBroken = true;
      const own = consume(subject, () => (isBroken ? failed('no') : done));
      await subject.send(aJob());
      const [dead] = await deadLetters(opened, 1);
      isBroken = false;
      strictEqual(await subject.redrive(['none', dead?.deadId ?? '']), 1);
      await eventually(() => strictEqual(own.seen.length, timings.maxAttempts + 1), timings);
      deepStrictEqual(own.seen.at(-1), { job: aJob(), attempt: 1 });
      deepStrictEqual(await subject.listDead(10), []);
      strictEqual(await subject.redrive([dead?.deadId ?? '']), 0);
      await own.end();
    },
  ),
  promises(
    {
      id: 'job_queue.stop',
      promise: 'Once `stop` is aborted consume takes no new job, waits for the running handlers and their answers.',
    },
    async ({ subject, timings }) => {
      const hold = gate();
      const own = consume(subject, () => hold.opened.then(() => done));
      await subject.send(aJob('first'));
      await eventually(() => strictEqual(own.seen.length, 1), timings);
      let isEnded = false;
      const end = own.end().then(() => {
        isEnded = true;
      });
      await subject.send(aJob('second'));
      await throughout(() => strictEqual(isEnded, false, 'it did not wait'), { forMs: timings.withinMs });
      hold.open();
      await end;
      deepStrictEqual(own.idsSeen(), ['first']);
      const next = consume(subject);
      await eventually(() => deepStrictEqual(next.idsSeen(), ['second']), timings);
      const forMs = timings.visibilityMs + timings.withinMs;
      await throughout(() => deepStrictEqual(next.idsSeen(), ['second'], 'the answer was lost'), { forMs });
      await next.end();
    },
  ),
];
