import { deepStrictEqual, strictEqual } from 'node:assert';
import type { Order } from '../domain/order.js';
import type { OrderRepo, OrderWrite } from '../ports/order-repo.js';
import type { ContractCase } from './contract.js';
import { onSubject } from './contract-case.js';
import { aMove, anOrder, minute, t0 } from './order-fixtures.js';
import { idsOf, insertAll, type OpenedOrderRepo, settle } from './order-repo-opened.js';

const promises = onSubject<OpenedOrderRepo>;

const cancelled = async (repo: OrderRepo, orderId: string, at: number): Promise<Order> => {
  const tenantId = orderId === 'foreign' ? 'tenant-2' : 'tenant-1';
  const [order = anOrder()] = await insertAll(repo, { orderId, tenantId });
  const move = aMove(order, 'cancelled', at);
  await settle(repo, move);
  return move.order;
};

const lease = (repo: OrderRepo, now: number, limit = 10): Promise<readonly Order[]> =>
  repo.leaseDueReleases({ now, leaseMs: minute, limit });

const unreleased = [{ skuId: 'sku-1', hubId: 'hub-1', quantity: 2 }];
const done = { state: 'done' as const, nextAttemptAt: t0, attempts: 1, unreleased };

const released = (order: Order): OrderWrite => ({
  order: { ...order, version: order.version + 1, release: done },
  events: [],
  relayAt: t0,
});

export const orderRepoReleaseCases: readonly ContractCase<OpenedOrderRepo>[] = [
  promises(
    {
      id: 'order_repo.release.due',
      promise: 'Cancelled orders of any tenant are handed out once their `release.nextAttemptAt` has come.',
    },
    async ({ subject }) => {
      await insertAll(subject, { orderId: 'held' });
      await cancelled(subject, 'order-1', t0 + 5);
      await cancelled(subject, 'foreign', t0 + 6);
      deepStrictEqual(await lease(subject, t0 + 4), []);
      deepStrictEqual([...idsOf(await lease(subject, t0 + 6))].sort(), ['foreign', 'order-1']);
    },
  ),
  promises(
    {
      id: 'order_repo.release.lease',
      promise: 'A due release is moved on by its lease, and handed out at most `limit` at a time.',
    },
    async ({ subject }) => {
      for (const orderId of ['a', 'b', 'c']) await cancelled(subject, orderId, t0);
      const first = await lease(subject, t0, 2);
      const rest = await lease(subject, t0, 2);
      deepStrictEqual([first.length, rest.length], [2, 1]);
      deepStrictEqual([...idsOf([...first, ...rest])].sort(), ['a', 'b', 'c']);
      deepStrictEqual(await lease(subject, t0 + minute - 1), []);
      strictEqual((await lease(subject, t0 + minute)).length, 3);
    },
  ),
  promises(
    {
      id: 'order_repo.release.done',
      promise: 'A leased release can be settled from the order that was handed out; once done it is due no more.',
    },
    async ({ subject }) => {
      await cancelled(subject, 'order-1', t0);
      const [order = anOrder()] = await lease(subject, t0);
      strictEqual(order.release?.state, 'due');
      deepStrictEqual(await subject.settleMany([released(order)]), ['done']);
      deepStrictEqual(await lease(subject, t0 + 90 * minute), []);
      const [stored] = await subject.getMany(order.tenantId, [order.orderId]);
      deepStrictEqual(stored?.release, done);
    },
  ),
];
