import { deepStrictEqual, strictEqual } from 'node:assert';
import { type WaitGroup, waitGroupKey } from '../domain/wait-group.js';
import type { LeasedGroup, OrderRepo } from '../ports/order-repo.js';
import type { ContractCase } from './contract.js';
import { onSubject, onTwoInstances } from './contract-case.js';
import { aHold, aMove, anOrder, minute, t0 } from './order-fixtures.js';
import { insertAll, type OpenedOrderRepo, settle, storedOrder } from './order-repo-opened.js';

const promises = onSubject<OpenedOrderRepo>;
const due = t0 + 10 * minute;
const pair = { skuId: 'sku-1', hubId: 'hub-1' };
const check: WaitGroup = { tenantId: 'tenant-1', waitsFor: { kind: 'check' } };
const stock: WaitGroup = { tenantId: 'tenant-1', waitsFor: { kind: 'stock', ...pair } };

const lease = (repo: OrderRepo, now: number, limit = 10): Promise<readonly LeasedGroup[]> =>
  repo.leaseDueGroups({ now, leaseMs: minute, limit });

const leaseOne = async (repo: OrderRepo, now: number): Promise<LeasedGroup> => {
  const groups = await lease(repo, now);
  strictEqual(groups.length, 1, `${groups.length} groups are due, not one`);
  return groups[0] as LeasedGroup;
};

const groupsOf = (groups: readonly LeasedGroup[]): readonly WaitGroup[] =>
  groups.map(({ tenantId, waitsFor }) => ({ tenantId, waitsFor }));

export const orderRepoGroupCases: readonly ContractCase<OpenedOrderRepo>[] = [
  promises(
    {
      id: 'order_repo.group.opens',
      promise: "An order that begins to wait opens its group, due at the order's `hold.nextAttemptAt`.",
    },
    async ({ subject }) => {
      await insertAll(subject, {});
      deepStrictEqual(await lease(subject, due - 1), []);
      const group = await leaseOne(subject, due);
      deepStrictEqual(groupsOf([group]), [check]);
      strictEqual(group.attempts, 0);
    },
  ),
  promises(
    { id: 'order_repo.group.open_stays', promise: 'In an open group an order that begins to wait changes nothing.' },
    async ({ subject }) => {
      await insertAll(subject, {}, { orderId: 'sooner', nextAttemptAt: t0 + 1 });
      deepStrictEqual(await lease(subject, due - 1), []);
      const group = await leaseOne(subject, due);
      await insertAll(subject, { orderId: 'during', nextAttemptAt: t0 + 1 });
      deepStrictEqual(await lease(subject, due + 1), []);
      strictEqual(await subject.postponeGroup(group, due + 9), 'done');
    },
  ),
  promises(
    {
      id: 'order_repo.group.kinds',
      promise: 'Orders that wait for the same thing form a group: check, inventory, or stock of their first shortage.',
    },
    async ({ subject }) => {
      const ids = ['a', 'b', 'inventory', 'manual', 'unknown', 'claim'];
      await insertAll(subject, ...ids.map((orderId) => ({ orderId })), { tenantId: 'tenant-2', orderId: 'a' });
      const at = (orderId: string, tenantId = 'tenant-1') => anOrder({ orderId, tenantId });
      const second = { skuId: 'sku-2', hubId: 'hub-1', wanted: 1 };
      await settle(
        subject,
        aHold(at('a')),
        aHold(at('b'), { shortages: [second, { ...pair, wanted: 2 }] }),
        aHold(at('inventory'), { code: 'inventory_unavailable' }),
        aHold(at('manual'), { code: 'manual' }),
        aHold(at('unknown'), { code: 'unknown_item' }),
        aHold(at('claim'), { code: 'claim_unknown' }),
        aHold(at('a', 'tenant-2')),
      );
      const expected: readonly WaitGroup[] = [
        { tenantId: 'tenant-1', waitsFor: { kind: 'inventory' } },
        stock,
        { tenantId: 'tenant-1', waitsFor: { kind: 'stock', skuId: 'sku-2', hubId: 'hub-1' } },
        { ...stock, tenantId: 'tenant-2' },
      ];
      const groups = groupsOf(await lease(subject, due - 1));
      deepStrictEqual(groups.map(waitGroupKey).sort(), expected.map(waitGroupKey).sort());
    },
  ),
  promises(
    {
      id: 'order_repo.group.lease',
      promise: 'A leased group is handed to nobody else before `now + leaseMs`; a later lease makes the earlier void.',
    },
    async ({ subject }) => {
      await insertAll(subject, {});
      const older = await leaseOne(subject, due);
      deepStrictEqual(await lease(subject, due + minute - 1), []);
      const newer = await leaseOne(subject, due + minute);
      strictEqual(await subject.postponeGroup(older, due + 9 * minute), 'lost');
      strictEqual(await subject.postponeGroup(newer, due + 2 * minute), 'done');
      await leaseOne(subject, due + 2 * minute);
    },
  ),
  promises(
    {
      id: 'order_repo.group.lease_order',
      promise: 'leaseDueGroups hands out groups of any tenant, longest due first, at most `limit`, each to one caller.',
    },
    async ({ subject }) => {
      const tenants = ['t-4', 't-1', 't-3', 't-2'];
      await insertAll(subject, ...tenants.map((tenantId) => ({ tenantId, nextAttemptAt: t0 + Number(tenantId[2]) })));
      const [first, rest] = [await lease(subject, due, 2), await lease(subject, due, 9)];
      deepStrictEqual(
        [...first, ...rest].map(({ tenantId }) => tenantId),
        ['t-1', 't-2', 't-3', 't-4'],
      );
      strictEqual(first.length, 2);
      const later = await Promise.all([1, 2, 3, 4].map(() => lease(subject, due + minute, 1)));
      strictEqual(new Set(later.flat().map(({ tenantId }) => tenantId)).size, later.flat().length);
    },
  ),
  promises(
    {
      id: 'order_repo.group.postpone',
      promise: 'postponeGroup makes the group due then, counts an attempt and ends the lease.',
    },
    async ({ subject }) => {
      await insertAll(subject, {});
      const group = await leaseOne(subject, due);
      strictEqual(await subject.postponeGroup(group, due + 5), 'done');
      strictEqual(await subject.postponeGroup(group, due + 1), 'lost');
      deepStrictEqual(await lease(subject, due + 4), []);
      const again = await leaseOne(subject, due + 5);
      strictEqual(again.attempts, 1);
      await subject.postponeGroup(again, due + 6);
      strictEqual((await leaseOne(subject, due + 6)).attempts, 2);
    },
  ),
  promises(
    {
      id: 'order_repo.group.close',
      promise: 'closeGroup closes the group unless an order waits in it or the lease is void.',
    },
    async ({ subject }) => {
      const [order = anOrder()] = await insertAll(subject, {});
      const group = await leaseOne(subject, due);
      strictEqual(await subject.closeGroup(group), 'lost');
      await settle(subject, aMove(order, 'new_order'));
      strictEqual(await subject.closeGroup({ ...group, token: group.token - 1 }), 'lost');
      strictEqual(await subject.closeGroup(group), 'done');
      deepStrictEqual(await lease(subject, due + 9 * minute), []);
      strictEqual(await subject.postponeGroup(group, due + 1), 'lost');
    },
  ),
  promises(
    {
      id: 'order_repo.group.reopens',
      promise: 'A closed group is opened again by the next order that waits, without attempts.',
    },
    async ({ subject }) => {
      const [order = anOrder()] = await insertAll(subject, {});
      await subject.postponeGroup(await leaseOne(subject, due), due + 1);
      const group = await leaseOne(subject, due + 1);
      await settle(subject, aMove(order, 'new_order'));
      strictEqual(await subject.closeGroup(group), 'done');
      await insertAll(subject, { orderId: 'next', nextAttemptAt: due + 2 });
      deepStrictEqual(await lease(subject, due + 1), []);
      strictEqual((await leaseOne(subject, due + 2)).attempts, 0);
    },
  ),
  promises(
    {
      id: 'order_repo.group.next_attempt_is_read',
      promise: "A read order of a stock or inventory group shows its group's next attempt as `hold.nextAttemptAt`.",
    },
    async ({ subject }) => {
      const [order = anOrder()] = await insertAll(subject, {});
      await settle(subject, aHold(order, { nextAttemptAt: due - 9 }));
      strictEqual((await storedOrder(subject, 'order-1')).hold?.nextAttemptAt, due - 9);
      await subject.postponeGroup(await leaseOne(subject, due - 9), due + 5);
      const read = [
        await storedOrder(subject, 'order-1'),
        ...(await subject.list('tenant-1', {}, { limit: 1 })),
        ...(await subject.waiting(stock, { limit: 1 })),
      ];
      deepStrictEqual(
        read.map(({ hold }) => hold?.nextAttemptAt),
        [due + 5, due + 5, due + 5],
      );
    },
  ),
  onTwoInstances<OpenedOrderRepo>(
    {
      id: 'order_repo.group.again',
      promise: 'Groups, their leases and their postponements are seen by every other instance on the same data.',
    },
    async (one, other) => {
      await insertAll(one, {});
      const group = await leaseOne(other, due);
      deepStrictEqual(await lease(one, due), []);
      strictEqual(await one.postponeGroup(group, due + 5), 'done');
      strictEqual((await leaseOne(other, due + 5)).attempts, 1);
    },
  ),
];
