import { deepStrictEqual, strictEqual } from 'node:assert';
import type { OrderRepo } from '../ports/order-repo.js';
import type { ContractCase } from './contract.js';
import { onSubject } from './contract-case.js';
import { aHold, aMove, anInsert, anOrder, minute, t0 } from './order-fixtures.js';
import { insertAll, type OpenedOrderRepo, settle } from './order-repo-opened.js';

const promises = onSubject<OpenedOrderRepo>;
const first = { tenantId: 'tenant-1', orderId: 'order-1', sequence: 1 };

const leasedIds = async (repo: OrderRepo, now: number, limit = 10): Promise<readonly string[]> =>
  (await repo.leaseUnpublished({ now, leaseMs: minute, limit })).map(({ order }) => order.orderId);

export const orderRepoOutboxCases: readonly ContractCase<OpenedOrderRepo>[] = [
  promises(
    {
      id: 'order_repo.outbox.relay_at',
      promise: 'Events are written with their order; no relay is handed them before `relayAt`.',
    },
    async ({ subject }) => {
      const write = anInsert({ relayAt: t0 + minute });
      await subject.insertMany('tenant-1', [write]);
      deepStrictEqual(await leasedIds(subject, t0 + minute - 1), []);
      const leased = await subject.leaseUnpublished({ now: t0 + minute, leaseMs: minute, limit: 10 });
      deepStrictEqual(leased, [{ order: write.order, events: write.events }]);
    },
  ),
  promises(
    {
      id: 'order_repo.outbox.relay_at_of_settlement',
      promise: 'The events of a settlement are handed to no relay before its own `relayAt`.',
    },
    async ({ subject }) => {
      const [order = anOrder()] = await insertAll(subject, {});
      await subject.markPublished([first]);
      await settle(subject, { ...aMove(order, 'new_order'), relayAt: t0 + minute });
      deepStrictEqual(await leasedIds(subject, t0 + minute - 1), []);
      deepStrictEqual(await leasedIds(subject, t0 + minute), ['order-1']);
    },
  ),
  promises(
    {
      id: 'order_repo.outbox.from_oldest',
      promise: 'No event is handed out while an older one of its order stays behind, whatever their `relayAt`.',
    },
    async ({ subject }) => {
      await subject.insertMany('tenant-1', [anInsert({ relayAt: t0 + minute })]);
      await settle(subject, { ...aHold(anOrder()), relayAt: t0 });
      const early = await subject.leaseUnpublished({ now: t0, leaseMs: 0, limit: 10 });
      for (const { events } of early) strictEqual(events[0]?.sequence, 1);
      const [late] = await subject.leaseUnpublished({ now: t0 + minute, leaseMs: 0, limit: 10 });
      deepStrictEqual(
        late?.events.map(({ sequence }) => sequence),
        [1, 2],
      );
    },
  ),
  promises(
    {
      id: 'order_repo.outbox.lease',
      promise: 'Nobody else is handed unpublished events before `now + leaseMs`; then they are handed out again.',
    },
    async ({ subject }) => {
      await insertAll(subject, {});
      deepStrictEqual(await leasedIds(subject, t0), ['order-1']);
      deepStrictEqual(await leasedIds(subject, t0 + minute - 1), []);
      deepStrictEqual(await leasedIds(subject, t0 + minute), ['order-1']);
    },
  ),
  promises(
    {
      id: 'order_repo.outbox.concurrent_leases',
      promise: 'Of concurrent leases of unpublished events exactly one gets each order.',
    },
    async ({ subject }) => {
      const ids = Array.from({ length: 12 }, (_, n) => `order-${n + 10}`);
      await insertAll(subject, ...ids.map((orderId) => ({ orderId })));
      const leases = await Promise.all(Array.from({ length: 6 }, () => leasedIds(subject, t0, 2)));
      const handed = leases.flat();
      deepStrictEqual(handed.length, new Set(handed).size);
      deepStrictEqual([...handed, ...(await leasedIds(subject, t0, 12))].sort(), ids);
    },
  ),
  promises(
    {
      id: 'order_repo.outbox.order',
      promise: 'leaseUnpublished hands out orders of any tenant, longest due first, at most `limit`.',
    },
    async ({ subject }) => {
      await insertAll(
        subject,
        { orderId: 'c', relayAt: t0 + 3 },
        { orderId: 'a', relayAt: t0 + 1, tenantId: 'tenant-2' },
        { orderId: 'd', relayAt: t0 + 4 },
        { orderId: 'b', relayAt: t0 + 2 },
      );
      deepStrictEqual(await leasedIds(subject, t0 + 9, 3), ['a', 'b', 'c']);
      deepStrictEqual(await leasedIds(subject, t0 + 9, 3), ['d']);
    },
  ),
  promises(
    { id: 'order_repo.outbox.sequence', promise: "An order's events are handed out all, and in sequence." },
    async ({ subject }) => {
      const [order = anOrder()] = await insertAll(subject, {});
      const moves = [aHold(order), aHold(aHold(order).order, { code: 'manual' })];
      for (const move of moves) await settle(subject, move);
      const [leased] = await subject.leaseUnpublished({ now: t0 + minute, leaseMs: minute, limit: 10 });
      deepStrictEqual(
        leased?.events,
        [anInsert({}), ...moves].flatMap(({ events }) => events),
      );
      strictEqual(leased?.order.version, 3);
    },
  ),
  promises(
    {
      id: 'order_repo.outbox.grown_meanwhile',
      promise: 'markPublished takes exactly these events out; events appended meanwhile stay.',
    },
    async ({ subject }) => {
      const [order = anOrder()] = await insertAll(subject, {});
      const [leased] = await subject.leaseUnpublished({ now: t0, leaseMs: 0, limit: 1 });
      const move = aMove(order, 'new_order', t0);
      await settle(subject, move);
      await subject.markPublished(leased?.events ?? []);
      const [rest] = await subject.leaseUnpublished({ now: t0 + minute, leaseMs: minute, limit: 1 });
      deepStrictEqual(rest?.events, move.events);
    },
  ),
  promises(
    {
      id: 'order_repo.outbox.emptied',
      promise: 'An order whose events are all published, or that was settled without any, is not handed out.',
    },
    async ({ subject }) => {
      const [order = anOrder()] = await insertAll(subject, {});
      await subject.markPublished([first]);
      deepStrictEqual(await leasedIds(subject, t0), []);
      await settle(subject, { ...aMove(order, 'new_order'), events: [] });
      deepStrictEqual(await leasedIds(subject, t0 + minute), []);
    },
  ),
  promises(
    {
      id: 'order_repo.outbox.count',
      promise: 'countUnpublished counts the orders of all tenants with unpublished events, leased or not.',
    },
    async ({ subject }) => {
      deepStrictEqual(await subject.countUnpublished(), { orders: 0 });
      await insertAll(subject, { relayAt: t0 + 2 }, { tenantId: 'tenant-2', relayAt: t0 + 1 }, { orderId: 'order-2' });
      strictEqual((await subject.countUnpublished()).orders, 3);
      await leasedIds(subject, t0 + 2);
      strictEqual((await subject.countUnpublished()).orders, 3);
      await subject.markPublished([first]);
      strictEqual((await subject.countUnpublished()).orders, 2);
    },
  ),
  promises(
    {
      id: 'order_repo.outbox.oldest',
      promise: 'countUnpublished tells when the oldest event of the order that is due longest happened.',
    },
    async ({ subject }) => {
      const late = anInsert({ orderId: 'late', relayAt: t0 + 2, createdAt: t0 - minute });
      const early = anInsert({ orderId: 'early', relayAt: t0 + 1, createdAt: t0 - 5 });
      await subject.insertMany('tenant-1', [late, early]);
      await settle(subject, { ...aHold(early.order), relayAt: t0 + 1 });
      strictEqual((await subject.countUnpublished()).oldestAt, t0 - 5);
    },
  ),
  promises(
    {
      id: 'order_repo.outbox.unknown_refs',
      promise: "markPublished skips unknown refs, and touches no other order's or tenant's events.",
    },
    async ({ subject }) => {
      await insertAll(subject, {}, { tenantId: 'tenant-2' }, { orderId: 'order-2' });
      const none = { ...first, orderId: 'none' };
      await subject.markPublished([{ ...first, sequence: 9 }, none, { ...first, tenantId: 'tenant-3' }, first]);
      const leased = await subject.leaseUnpublished({ now: t0, leaseMs: minute, limit: 10 });
      const handed = leased.map(({ order, events }) => [order.tenantId, order.orderId, events.length]);
      deepStrictEqual(handed.sort(), [
        ['tenant-1', 'order-2', 1],
        ['tenant-2', 'order-1', 1],
      ]);
    },
  ),
];
