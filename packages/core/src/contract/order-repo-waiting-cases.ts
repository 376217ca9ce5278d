import { deepStrictEqual, strictEqual } from 'node:assert';
import type { Order } from '../domain/order.js';
import type { WaitGroup } from '../domain/wait-group.js';
import type { LeasedGroup, OrderRepo, OrderWrite, WaitingOptions } from '../ports/order-repo.js';
import type { ContractCase } from './contract.js';
import { onSubject } from './contract-case.js';
import { aHold, aMove, anOrder, minute, t0 } from './order-fixtures.js';
import { idsOf, insertAll, type OpenedOrderRepo, settle, storedOrder } from './order-repo-opened.js';

const promises = onSubject<OpenedOrderRepo>;
const pair = { skuId: 'sku-1', hubId: 'hub-1' };
const check: WaitGroup = { tenantId: 'tenant-1', waitsFor: { kind: 'check' } };
const stock: WaitGroup = { tenantId: 'tenant-1', waitsFor: { kind: 'stock', ...pair } };
const due = t0 + minute;

const waiting = async (repo: OrderRepo, group: WaitGroup, options: Partial<WaitingOptions> = {}) =>
  idsOf(await repo.waiting(group, { limit: 200, ...options }));

const leaseStock = async (repo: OrderRepo, now = due): Promise<LeasedGroup> => {
  const groups = await repo.leaseDueGroups({ now, leaseMs: minute, limit: 10 });
  const group = groups.find(({ tenantId, waitsFor }) => tenantId === 'tenant-1' && waitsFor.kind === 'stock');
  strictEqual(group?.waitsFor.kind, 'stock', 'the stock group is not due');
  return group as LeasedGroup;
};

/** An order that is held for want of its stock, due a minute after `t0`. */
const held = async (repo: OrderRepo, orderId: string, tenantId = 'tenant-1'): Promise<OrderWrite> => {
  const [order = anOrder()] = await insertAll(repo, { orderId, tenantId, nextAttemptAt: t0 + 90 * minute });
  const hold = aHold(order, { nextAttemptAt: due });
  await settle(repo, hold);
  return hold;
};

const wants = (...quantities: readonly number[]): Pick<Order, 'lines'> => ({
  lines: [...quantities.map((quantity) => ({ ...pair, quantity })), { skuId: 'sku-1', hubId: 'hub-2', quantity: 500 }],
});

export const orderRepoWaitingCases: readonly ContractCase<OpenedOrderRepo>[] = [
  promises(
    {
      id: 'order_repo.waiting.order',
      promise: 'waiting hands out the orders of a group, oldest first by (createdAt, orderId), at most `limit`.',
    },
    async ({ subject }) => {
      const places = [
        { orderId: 'c', createdAt: t0 + 1 },
        { orderId: 'b', createdAt: t0 + 2 },
        { orderId: 'B', createdAt: t0 + 2 },
        { orderId: 'a', createdAt: t0 + 2 },
        { orderId: 'z', createdAt: t0 },
      ];
      await insertAll(subject, ...places, { orderId: 'foreign', tenantId: 'tenant-2' });
      deepStrictEqual(await waiting(subject, check), ['z', 'c', 'B', 'a', 'b']);
      deepStrictEqual(await waiting(subject, check, { limit: 2 }), ['z', 'c']);
      const after = { createdAt: t0 + 2, orderId: 'B' };
      deepStrictEqual(await waiting(subject, check, { after }), ['a', 'b']);
      deepStrictEqual(await waiting(subject, stock), []);
    },
  ),
  promises(
    {
      id: 'order_repo.waiting.held_before',
      promise: '`heldBefore` leaves out orders that took their code after that moment.',
    },
    async ({ subject }) => {
      await insertAll(
        subject,
        { orderId: 'a' },
        { orderId: 'b', createdAt: t0 + 5 },
        { orderId: 'c', createdAt: t0 + 6 },
      );
      deepStrictEqual(await waiting(subject, check, { heldBefore: t0 + 5 }), ['a', 'b']);
    },
  ),
  promises(
    {
      id: 'order_repo.waiting.max_wanted',
      promise: "`maxWanted` leaves out orders that want more of the group's pair, over all their lines.",
    },
    async ({ subject }) => {
      const parts = [
        { orderId: 'five', ...wants(5) },
        { orderId: 'six', ...wants(2, 4) },
        { orderId: 'one', ...wants(1) },
      ];
      const orders = await insertAll(subject, ...parts);
      for (const order of orders) await settle(subject, aHold(order));
      deepStrictEqual(await waiting(subject, stock, { maxWanted: 5 }), ['five', 'one']);
      deepStrictEqual(await waiting(subject, stock, { maxWanted: 0 }), []);
      deepStrictEqual(await waiting(subject, stock), ['five', 'one', 'six']);
    },
  ),
  promises(
    {
      id: 'order_repo.waiting.moves',
      promise: 'An order waits in one group at a time, and in none once it is settled or held for a person.',
    },
    async ({ subject }) => {
      const { order } = await held(subject, 'order-1');
      deepStrictEqual(await waiting(subject, check), []);
      deepStrictEqual(await waiting(subject, stock), ['order-1']);
      const hold = aHold(order, { code: 'manual' });
      await settle(subject, hold);
      deepStrictEqual(await waiting(subject, stock), []);
      const back = aHold(hold.order);
      await settle(subject, back);
      deepStrictEqual(await waiting(subject, stock), ['order-1']);
      await settle(subject, aMove(back.order, 'new_order'));
      deepStrictEqual(await waiting(subject, stock), []);
    },
  ),
  promises(
    {
      id: 'order_repo.wake.due',
      promise: 'wakeGroups makes the open stock groups of the pairs due at `now`, with no attempts; it tells how many.',
    },
    async ({ subject }) => {
      await held(subject, 'order-1');
      await held(subject, 'order-1', 'tenant-2');
      await subject.postponeGroup(await leaseStock(subject), due + 50 * minute);
      const now = due + 2;
      const pairs = [pair, { skuId: 'sku-1', hubId: 'none' }, pair];
      strictEqual(await subject.wakeGroups('tenant-1', pairs, now), 1);
      strictEqual((await storedOrder(subject, 'order-1')).hold?.nextAttemptAt, now);
      strictEqual((await storedOrder(subject, 'order-1', 'tenant-2')).hold?.nextAttemptAt, due);
      strictEqual((await leaseStock(subject, now)).attempts, 0);
      strictEqual(await subject.wakeGroups('tenant-3', [pair], now), 0);
      strictEqual(await subject.wakeGroups('tenant-1', [], now), 0);
    },
  ),
  promises(
    {
      id: 'order_repo.wake.beats_postpone',
      promise: 'A restock voids the leases of its groups, so that it beats an older "come back later".',
    },
    async ({ subject }) => {
      await held(subject, 'order-1');
      const older = await leaseStock(subject);
      strictEqual(await subject.wakeGroups('tenant-1', [pair], due + 1), 1);
      strictEqual(await subject.postponeGroup(older, due + 50 * minute), 'lost');
      strictEqual((await leaseStock(subject, due + 1)).attempts, 0);
    },
  ),
  promises({ id: 'order_repo.wake.closed', promise: 'A restock opens no closed group.' }, async ({ subject }) => {
    const { order } = await held(subject, 'order-1');
    const group = await leaseStock(subject);
    await settle(subject, aMove(order, 'new_order'));
    strictEqual(await subject.closeGroup(group), 'done');
    strictEqual(await subject.wakeGroups('tenant-1', [pair], due + 1), 0);
    const groups = await subject.leaseDueGroups({ now: due + 9, leaseMs: minute, limit: 9 });
    deepStrictEqual(
      groups.filter(({ waitsFor }) => waitsFor.kind === 'stock'),
      [],
    );
  }),
];
