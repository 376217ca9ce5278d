import { deepStrictEqual, strictEqual } from 'node:assert';
import { bulkIdsOf, type OpenedBulkOrderRepo, stored, submit, take, upTo } from './bulk-order-repo-opened.js';
import type { ContractCase } from './contract.js';
import { onSubject } from './contract-case.js';
import { minute, t0 } from './order-fixtures.js';

const promises = onSubject<OpenedBulkOrderRepo>;
const lost = { progress: upTo(9), rejections: [], now: t0, leaseMs: minute };

export const bulkOrderRepoEndCases: readonly ContractCase<OpenedBulkOrderRepo>[] = [
  promises(
    {
      id: 'bulk_order_repo.hand_back',
      promise: 'handBack ends the lease and leaves the work, with what it waits for, to be taken up again.',
    },
    async ({ subject }) => {
      await submit(subject, {});
      const lease = await take(subject);
      const waitsFor = { code: 'inventory_unavailable', message: 'The inventory does not answer.' };
      const handBack = { state: 'paused', attempts: 2, waitsFor, now: t0 + 1, until: t0 + minute } as const;
      strictEqual(await subject.handBack(lease, handBack), 'done');
      const { state, attempts, waitsFor: reason, updatedAt } = await stored(subject);
      deepStrictEqual(
        { state, attempts, reason, updatedAt },
        { state: 'paused', attempts: 2, reason: waitsFor, updatedAt: t0 + 1 },
      );
      strictEqual(await subject.checkpoint(lease, lost), 'lost');
      strictEqual(await subject.handBack(lease, handBack), 'lost');
    },
  ),
  promises(
    {
      id: 'bulk_order_repo.hand_back.until',
      promise: 'Sweepers leave a bulk order that was handed back alone until then; a take-over needs not wait.',
    },
    async ({ subject }) => {
      await submit(subject, {});
      const handBack = { state: 'queued', attempts: 0, now: t0, until: t0 + minute } as const;
      await subject.handBack(await take(subject), handBack);
      deepStrictEqual(await subject.listAbandoned({ now: t0 + minute - 1, limit: 10 }), []);
      strictEqual((await subject.listAbandoned({ now: t0 + minute, limit: 10 })).length, 1);
      await take(subject, t0 + 1);
    },
  ),
  promises(
    {
      id: 'bulk_order_repo.finish',
      promise: 'finish ends the lease and the bulk order, with its report or its failure.',
    },
    async ({ subject }) => {
      await submit(subject, {}, { bulkOrderId: 'bulk-2' });
      const lease = await take(subject);
      const report = 's3://bucket-1/tenant-1/2-report.csv';
      strictEqual(await subject.finish(lease, { state: 'completed', report, now: t0 + 5 }), 'done');
      const completed = await stored(subject);
      deepStrictEqual([completed.state, completed.report, completed.finishedAt], ['completed', report, t0 + 5]);
      strictEqual('failure' in completed, false);
      strictEqual(await subject.checkpoint(lease, lost), 'lost');
      const failure = { code: 'missing_column', message: 'The header has no column sku_id.' };
      await subject.finish(await take(subject, t0, 'bulk-2'), { state: 'failed', failure, now: t0 + 6 });
      const failed = await stored(subject, 'bulk-2');
      deepStrictEqual([failed.state, failed.failure, failed.finishedAt], ['failed', failure, t0 + 6]);
    },
  ),
  promises(
    {
      id: 'bulk_order_repo.cancel',
      promise: 'cancel ends an unfinished bulk order, voids its lease and answers with it as it is then.',
    },
    async ({ subject }) => {
      await submit(subject, {});
      const lease = await take(subject);
      const cancelled = await subject.cancel('tenant-1', 'bulk-1', t0 + 5);
      deepStrictEqual([cancelled?.state, cancelled?.finishedAt], ['cancelled', t0 + 5]);
      deepStrictEqual(await stored(subject), cancelled);
      strictEqual(await subject.checkpoint(lease, lost), 'lost');
      strictEqual(await subject.finish(lease, { state: 'completed', now: t0 }), 'lost');
      deepStrictEqual(await stored(subject), cancelled);
    },
  ),
  promises(
    {
      id: 'bulk_order_repo.cancel.finished',
      promise: 'cancel changes nothing in a finished bulk order and answers undefined where there is none.',
    },
    async ({ subject }) => {
      await submit(subject, {});
      await subject.finish(await take(subject), { state: 'completed', now: t0 });
      const completed = await stored(subject);
      deepStrictEqual(await subject.cancel('tenant-1', 'bulk-1', t0 + 5), completed);
      deepStrictEqual(await stored(subject), completed);
      strictEqual(await subject.cancel('tenant-1', 'none', t0), undefined);
      strictEqual(await subject.cancel('tenant-2', 'bulk-1', t0), undefined);
    },
  ),
  promises(
    {
      id: 'bulk_order_repo.abandoned',
      promise: 'listAbandoned gives unfinished bulk orders of any tenant without a live lease, oldest first.',
    },
    async ({ subject }) => {
      await submit(
        subject,
        { bulkOrderId: 'new', submittedAt: t0 + 3 },
        { bulkOrderId: 'old', submittedAt: t0 + 1 },
        { bulkOrderId: 'foreign', submittedAt: t0 + 2, tenantId: 'tenant-2' },
        { bulkOrderId: 'working' },
        { bulkOrderId: 'done' },
      );
      await take(subject, t0, 'working');
      await subject.finish(await take(subject, t0, 'done'), { state: 'completed', now: t0 });
      const at = async (now: number, limit = 10) => bulkIdsOf(await subject.listAbandoned({ now, limit }));
      deepStrictEqual(await at(t0 + 9), ['old', 'foreign', 'new']);
      deepStrictEqual(await at(t0 + 9, 2), ['old', 'foreign']);
      deepStrictEqual(await at(t0 + minute), ['working', 'old', 'foreign', 'new']);
    },
  ),
];
