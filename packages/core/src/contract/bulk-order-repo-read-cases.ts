import { deepStrictEqual, rejects, strictEqual } from 'node:assert';
import type { BulkOrder } from '../domain/bulk-order.js';
import { aBulkOrder } from './bulk-fixtures.js';
import { bulkIdsOf, type OpenedBulkOrderRepo, stored, submit, take } from './bulk-order-repo-opened.js';
import type { ContractCase } from './contract.js';
import { onSubject, onTwoInstances } from './contract-case.js';
import { minute, t0 } from './order-fixtures.js';

const promises = onSubject<OpenedBulkOrderRepo>;

const spoil = (bulkOrder: BulkOrder): void => {
  const open = bulkOrder as unknown as { actor: string; file: { etag: string }; progress: { row: number } };
  open.actor = 'spoilt';
  open.file.etag = 'spoilt';
  open.progress.row = 99;
};

const own = (): BulkOrder => structuredClone(aBulkOrder());

export const bulkOrderRepoReadCases: readonly ContractCase<OpenedBulkOrderRepo>[] = [
  promises(
    { id: 'bulk_order_repo.tenants', promise: 'Tenants share nothing, whatever separators their ids hold.' },
    async ({ subject }) => {
      const places = [
        { tenantId: 'a:b', bulkOrderId: 'c', actor: 'one' },
        { tenantId: 'a', bulkOrderId: 'b:c', actor: 'two' },
        { tenantId: 'A', bulkOrderId: 'b:c', actor: 'three' },
        { tenantId: 'tenant-1', bulkOrderId: 'b:c', actor: 'four' },
      ];
      await submit(subject, ...places);
      for (const { tenantId, bulkOrderId, actor } of places) {
        strictEqual((await subject.get(tenantId, bulkOrderId))?.actor, actor);
        deepStrictEqual(bulkIdsOf(await subject.list(tenantId, { limit: 10 })), [bulkOrderId]);
      }
      await subject.cancel('a', 'b:c', t0);
      strictEqual((await stored(subject, 'b:c')).state, 'accepted');
      strictEqual(await subject.get('tenant-1', 'c'), undefined);
      const foreign = await subject.takeOver('tenant-2', 'b:c', { now: t0, leaseMs: minute });
      strictEqual(foreign.answer, 'missing');
    },
  ),
  promises({ id: 'bulk_order_repo.aliasing', promise: 'No aliasing, in or out.' }, async ({ subject }) => {
    const given = own();
    const { bulkOrder } = await subject.createOrContinue(given);
    spoil(given);
    deepStrictEqual(await stored(subject), own());
    spoil(bulkOrder === given ? own() : bulkOrder);
    for (const read of [await stored(subject), ...(await subject.list('tenant-1', { limit: 1 }))]) {
      deepStrictEqual(read, own());
      spoil(read);
    }
    deepStrictEqual(await stored(subject), own());
  }),
  promises(
    {
      id: 'bulk_order_repo.list',
      promise: 'list is newest first by (submittedAt, bulkOrderId), strictly after the place given, at most `limit`.',
    },
    async ({ subject }) => {
      const places = [
        { bulkOrderId: 'a', submittedAt: t0 + 1 },
        { bulkOrderId: 'c', submittedAt: t0 },
        { bulkOrderId: 'b', submittedAt: t0 + 1 },
        { bulkOrderId: 'B', submittedAt: t0 + 1 },
        { bulkOrderId: 'z', submittedAt: t0 + 2 },
      ];
      await submit(subject, ...places);
      deepStrictEqual(bulkIdsOf(await subject.list('tenant-1', { limit: 200 })), ['z', 'b', 'a', 'B', 'c']);
      const after = { submittedAt: t0 + 1, bulkOrderId: 'b' };
      deepStrictEqual(bulkIdsOf(await subject.list('tenant-1', { after, limit: 2 })), ['a', 'B']);
    },
  ),
  promises(
    { id: 'bulk_order_repo.list.state', promise: 'list with a state shows bulk orders in that state alone.' },
    async ({ subject }) => {
      await submit(subject, { bulkOrderId: 'a' }, { bulkOrderId: 'b' });
      await take(subject, t0, 'a');
      deepStrictEqual(bulkIdsOf(await subject.list('tenant-1', { limit: 9, state: 'running' })), ['a']);
      deepStrictEqual(bulkIdsOf(await subject.list('tenant-1', { limit: 9, state: 'accepted' })), ['b']);
    },
  ),
  onTwoInstances<OpenedBulkOrderRepo>(
    {
      id: 'bulk_order_repo.again',
      promise: 'A resolved write is seen by every later read of any other instance on the same data.',
    },
    async (one, other) => {
      await submit(one, {});
      const lease = await take(other);
      strictEqual((await stored(one)).state, 'running');
      strictEqual(await one.finish(lease, { state: 'completed', now: t0 }), 'done');
      strictEqual((await stored(other)).state, 'completed');
    },
  ),
  promises(
    {
      id: 'bulk_order_repo.unavailable',
      promise: 'An outage is unavailable / bulk_order_repo_unavailable.',
      needs: 'outage',
    },
    async ({ subject, outage }) => {
      await outage?.();
      const expected = { kind: 'unavailable', code: 'bulk_order_repo_unavailable' };
      await rejects(subject.get('tenant-1', 'bulk-1'), expected);
      await rejects(subject.createOrContinue(aBulkOrder()), expected);
    },
  ),
];
