import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { aRejection } from './bulk-fixtures.js';
import { type OpenedBulkOrderRepo, stored, submit, take, upTo } from './bulk-order-repo-opened.js';
import type { ContractCase } from './contract.js';
import { onSubject } from './contract-case.js';
import { minute, t0 } from './order-fixtures.js';

const promises = onSubject<OpenedBulkOrderRepo>;
const options = { now: t0, leaseMs: minute };
const all = { afterRow: 0, limit: 100 };

export const bulkOrderRepoWorkCases: readonly ContractCase<OpenedBulkOrderRepo>[] = [
  promises(
    { id: 'bulk_order_repo.take_over', promise: 'takeOver makes the bulk order `running` under a lease of its own.' },
    async ({ subject }) => {
      await submit(subject, {});
      const taken = await subject.takeOver('tenant-1', 'bulk-1', options);
      ok(taken.answer === 'taken');
      deepStrictEqual(taken.bulkOrder, await stored(subject));
      deepStrictEqual([taken.bulkOrder.state, taken.bulkOrder.startedAt], ['running', t0]);
      deepStrictEqual([taken.lease.tenantId, taken.lease.bulkOrderId], ['tenant-1', 'bulk-1']);
      const missing = await subject.takeOver('tenant-1', 'none', options);
      deepStrictEqual(missing, { answer: 'missing' });
    },
  ),
  promises(
    {
      id: 'bulk_order_repo.take_over.held',
      promise: 'While a lease is live takeOver answers `held` and until when; then it takes over under a higher fence.',
    },
    async ({ subject }) => {
      await submit(subject, {});
      const first = await take(subject);
      const held = await subject.takeOver('tenant-1', 'bulk-1', { now: t0 + minute - 1, leaseMs: minute });
      deepStrictEqual(held, { answer: 'held', until: t0 + minute });
      const second = await take(subject, t0 + minute);
      ok(second.fence > first.fence, 'the fence did not grow');
      strictEqual((await stored(subject)).startedAt, t0);
    },
  ),
  promises(
    {
      id: 'bulk_order_repo.take_over.finished',
      promise: 'takeOver of a finished bulk order answers `finished` with it and changes nothing.',
    },
    async ({ subject }) => {
      await submit(subject, {});
      await subject.cancel('tenant-1', 'bulk-1', t0 + 1);
      const bulkOrder = await stored(subject);
      deepStrictEqual(await subject.takeOver('tenant-1', 'bulk-1', options), { answer: 'finished', bulkOrder });
      deepStrictEqual(await stored(subject), bulkOrder);
    },
  ),
  promises(
    { id: 'bulk_order_repo.take_over.concurrent', promise: 'Of concurrent take-overs exactly one takes it.' },
    async ({ subject }) => {
      await submit(subject, {});
      const calls = Array.from({ length: 6 }, () => subject.takeOver('tenant-1', 'bulk-1', options));
      const answers = (await Promise.all(calls)).map(({ answer }) => answer).sort();
      deepStrictEqual(answers, ['held', 'held', 'held', 'held', 'held', 'taken']);
    },
  ),
  promises(
    {
      id: 'bulk_order_repo.checkpoint',
      promise: 'checkpoint writes progress and rejections together and renews the lease.',
    },
    async ({ subject }) => {
      await submit(subject, {});
      const lease = await take(subject);
      const rejections = [aRejection(3), aRejection(2)];
      const now = t0 + minute - 1;
      const answer = await subject.checkpoint(lease, { progress: upTo(9), rejections, now, leaseMs: minute });
      strictEqual(answer, 'done');
      deepStrictEqual((await stored(subject)).progress, upTo(9));
      deepStrictEqual(await subject.listRejections('tenant-1', 'bulk-1', all), [aRejection(2), aRejection(3)]);
      const held = await subject.takeOver('tenant-1', 'bulk-1', { now: t0 + minute, leaseMs: minute });
      deepStrictEqual(held, { answer: 'held', until: now + minute });
    },
  ),
  promises(
    {
      id: 'bulk_order_repo.checkpoint.attempts',
      promise: '`attempts` returns to 0 when the row of the checkpoint moved, and stays when it did not.',
    },
    async ({ subject }) => {
      await submit(subject, {});
      const { now } = options;
      await subject.handBack(await take(subject), { state: 'queued', attempts: 3, now, until: now });
      const lease = await take(subject);
      await subject.checkpoint(lease, { progress: (await stored(subject)).progress, rejections: [], ...options });
      strictEqual((await stored(subject)).attempts, 3);
      await subject.checkpoint(lease, { progress: upTo(2), rejections: [], ...options });
      strictEqual((await stored(subject)).attempts, 0);
    },
  ),
  promises(
    {
      id: 'bulk_order_repo.rejections.once',
      promise: 'A row that is already rejected keeps its first rejection.',
    },
    async ({ subject }) => {
      await submit(subject, {});
      const lease = await take(subject);
      const later = aRejection(2, { code: 'split_order', message: 'later' });
      await subject.checkpoint(lease, { progress: upTo(2), rejections: [aRejection(2)], ...options });
      await subject.checkpoint(lease, { progress: upTo(4), rejections: [later, aRejection(3)], ...options });
      deepStrictEqual(await subject.listRejections('tenant-1', 'bulk-1', all), [aRejection(2), aRejection(3)]);
    },
  ),
  promises(
    {
      id: 'bulk_order_repo.rejections.pages',
      promise: 'listRejections is by row, ascending, after `afterRow`, at most `limit`, of that bulk order alone.',
    },
    async ({ subject }) => {
      await submit(subject, {}, { bulkOrderId: 'bulk-2' });
      const rows = [10, 9, 2, 100].map((row) => aRejection(row, { column: 'price', cells: ['a', '', 'é"\n'] }));
      await subject.checkpoint(await take(subject), { progress: upTo(100), rejections: rows, ...options });
      const listed = await subject.listRejections('tenant-1', 'bulk-1', { afterRow: 2, limit: 2 });
      deepStrictEqual(listed, [rows[1], rows[0]]);
      deepStrictEqual(await subject.listRejections('tenant-1', 'bulk-2', all), []);
      deepStrictEqual(await subject.listRejections('tenant-2', 'bulk-1', all), []);
    },
  ),
  promises(
    {
      id: 'bulk_order_repo.zombie.checkpoint',
      promise: "A zombie's checkpoint is lost: under an older fence neither progress nor rejections are written.",
    },
    async ({ subject }) => {
      await submit(subject, {});
      const zombie = await take(subject);
      const lease = await take(subject, t0 + minute);
      await subject.checkpoint(lease, { progress: upTo(5), rejections: [], now: t0 + minute, leaseMs: minute });
      const late = { progress: upTo(9), rejections: [aRejection(9)], now: t0 + minute + 1, leaseMs: 9 * minute };
      strictEqual(await subject.checkpoint(zombie, late), 'lost');
      deepStrictEqual((await stored(subject)).progress, upTo(5));
      deepStrictEqual(await subject.listRejections('tenant-1', 'bulk-1', all), []);
      await take(subject, t0 + 2 * minute);
    },
  ),
  promises(
    {
      id: 'bulk_order_repo.zombie.end',
      promise: "A zombie's handBack and finish are lost and change nothing.",
    },
    async ({ subject }) => {
      await submit(subject, {});
      const zombie = await take(subject);
      const now = t0 + minute;
      await take(subject, now);
      const before = await stored(subject);
      strictEqual(await subject.handBack(zombie, { state: 'queued', attempts: 9, now, until: now }), 'lost');
      strictEqual(await subject.finish(zombie, { state: 'failed', now }), 'lost');
      deepStrictEqual(await stored(subject), before);
    },
  ),
];
