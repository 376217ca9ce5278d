import { deepStrictEqual, strictEqual } from 'node:assert';
import type { BulkOrder } from '../domain/bulk-order.js';
import { aBulkOrder, aFile } from './bulk-fixtures.js';
import { bulkIdsOf, type OpenedBulkOrderRepo, stored, submit, take } from './bulk-order-repo-opened.js';
import type { ContractCase } from './contract.js';
import { onSubject, onTwoSubjects } from './contract-case.js';
import { minute, t0 } from './order-fixtures.js';

const promises = onSubject<OpenedBulkOrderRepo>;

export const bulkOrderRepoSubmitCases: readonly ContractCase<OpenedBulkOrderRepo>[] = [
  onTwoSubjects<OpenedBulkOrderRepo>(
    { id: 'bulk_order_repo.fresh', promise: 'Two fresh subjects share nothing.' },
    async ({ subject }, fresh) => {
      await submit(subject, {});
      strictEqual(await fresh.subject.get('tenant-1', 'bulk-1'), undefined);
      deepStrictEqual(await fresh.subject.listAbandoned({ now: t0 + minute, limit: 10 }), []);
    },
  ),
  promises(
    { id: 'bulk_order_repo.create', promise: 'createOrContinue stores the bulk order as given.' },
    async ({ subject }) => {
      const bulkOrder = aBulkOrder({ sellerId: 'seller-1', reference: 'again, please' });
      deepStrictEqual(await subject.createOrContinue(bulkOrder), { answer: 'created', bulkOrder });
      deepStrictEqual(await stored(subject), bulkOrder);
    },
  ),
  promises(
    {
      id: 'bulk_order_repo.continue',
      promise:
        'While one of the same identity is unfinished, createOrContinue answers with that one and stores nothing.',
    },
    async ({ subject }) => {
      await subject.createOrContinue(aBulkOrder());
      await take(subject);
      const again = await subject.createOrContinue(aBulkOrder({ bulkOrderId: 'bulk-2', submittedAt: t0 + 5 }));
      deepStrictEqual(again, { answer: 'continued', bulkOrder: await stored(subject) });
      strictEqual(await subject.get('tenant-1', 'bulk-2'), undefined);
    },
  ),
  promises(
    {
      id: 'bulk_order_repo.continue.finished',
      promise: 'Once it is finished, a further submission of the same identity is stored.',
    },
    async ({ subject }) => {
      await subject.createOrContinue(aBulkOrder());
      await subject.finish(await take(subject), { state: 'completed', now: t0 });
      const second = await subject.createOrContinue(aBulkOrder({ bulkOrderId: 'bulk-2' }));
      strictEqual(second.answer, 'created');
      await subject.cancel('tenant-1', 'bulk-2', t0);
      strictEqual((await subject.createOrContinue(aBulkOrder({ bulkOrderId: 'bulk-3' }))).answer, 'created');
    },
  ),
  promises(
    {
      id: 'bulk_order_repo.identity',
      promise: 'Another tenant, content, seller, reference or dry run is another identity.',
    },
    async ({ subject }) => {
      const others: readonly Partial<BulkOrder>[] = [
        {},
        { tenantId: 'tenant-2' },
        { file: aFile('0f') },
        { sellerId: 'seller-1' },
        { reference: 'second' },
        { reference: 'seller-1' },
        { dryRun: true },
      ];
      for (const [n, parts] of others.entries()) {
        const { answer } = await subject.createOrContinue(aBulkOrder({ bulkOrderId: `bulk-${n}`, ...parts }));
        strictEqual(answer, 'created', JSON.stringify(parts));
      }
    },
  ),
  promises(
    {
      id: 'bulk_order_repo.create.concurrent',
      promise: 'Of concurrent calls of one identity exactly one stores, and all answer with it.',
    },
    async ({ subject }) => {
      const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
      const answers = await Promise.all(
        ids.map((bulkOrderId) => subject.createOrContinue(aBulkOrder({ bulkOrderId }))),
      );
      strictEqual(answers.filter(({ answer }) => answer === 'created').length, 1);
      strictEqual(new Set(bulkIdsOf(answers.map(({ bulkOrder }) => bulkOrder))).size, 1);
      strictEqual((await subject.list('tenant-1', { limit: 10 })).length, 1);
    },
  ),
  promises(
    { id: 'bulk_order_repo.mark_queued', promise: 'markQueued makes `accepted` `queued`; any other state stays.' },
    async ({ subject }) => {
      await submit(subject, {});
      await subject.markQueued('tenant-1', 'bulk-1', t0 + 1);
      const queued = await stored(subject);
      deepStrictEqual([queued.state, queued.updatedAt], ['queued', t0 + 1]);
      await take(subject);
      await subject.markQueued('tenant-1', 'bulk-1', t0 + 2);
      strictEqual((await stored(subject)).state, 'running');
      await subject.markQueued('tenant-1', 'none', t0 + 2);
    },
  ),
];
