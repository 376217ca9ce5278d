import { deepStrictEqual, notDeepStrictEqual, rejects } from 'node:assert';
import type { Order } from '../domain/order.js';
import type { OrderRepo } from '../ports/order-repo.js';
import type { ContractCase } from './contract.js';
import { onSubject, onTwoInstances } from './contract-case.js';
import { aMove, anInsert, anOrder, t0 } from './order-fixtures.js';
import { insertAll, type OpenedOrderRepo, settle, storedOrder } from './order-repo-opened.js';

const promises = onSubject<OpenedOrderRepo>;

/** Does to an order what no caller should, and what no store may notice. */
const spoil = (order: Order): void => {
  const open = order as unknown as { sellerId: string; lines: { quantity: number }[]; history: unknown[] };
  open.sellerId = 'spoilt';
  for (const line of open.lines) line.quantity = 999;
  open.history.length = 0;
};

const everyRead = async (subject: OrderRepo): Promise<readonly (Order | undefined)[]> => {
  const waiting = { tenantId: 'tenant-1', waitsFor: { kind: 'check' } } as const;
  const [inserted] = await subject.insertMany('tenant-1', [anInsert({})]);
  const [read] = await subject.getMany('tenant-1', ['order-1']);
  const [listed] = await subject.list('tenant-1', {}, { limit: 10 });
  const [held] = await subject.waiting(waiting, { limit: 10 });
  const [leased] = await subject.leaseUnpublished({ now: t0, leaseMs: 0, limit: 10 });
  return [inserted?.order, read, listed, held, leased?.order];
};

export const orderRepoReadCases: readonly ContractCase<OpenedOrderRepo>[] = [
  promises(
    { id: 'order_repo.get.aligned', promise: 'getMany is aligned with the ids; undefined where there is none.' },
    async ({ subject }) => {
      const [a, b] = await insertAll(subject, { orderId: 'a' }, { orderId: 'b' });
      deepStrictEqual(await subject.getMany('tenant-1', ['b', 'none', 'a', 'b']), [b, undefined, a, b]);
      deepStrictEqual(await subject.getMany('tenant-1', []), []);
    },
  ),
  promises(
    {
      id: 'order_repo.tenants',
      promise: 'Tenants share nothing: two may use the same order id and the same idempotency key.',
    },
    async ({ subject }) => {
      const mine = { idempotencyKey: 'key-1' };
      const theirs = { tenantId: 'tenant-2', sellerId: 'seller-2', idempotencyKey: 'key-1' };
      const [own, foreign] = await insertAll(subject, mine, theirs);
      deepStrictEqual(await subject.getMany('tenant-1', ['order-1']), [own]);
      deepStrictEqual(await subject.getMany('tenant-2', ['order-1']), [foreign]);
      await settle(subject, aMove(own ?? anOrder(), 'cancelled'));
      deepStrictEqual(await subject.getMany('tenant-2', ['order-1']), [foreign]);
      deepStrictEqual(await subject.getMany('tenant-3', ['order-1']), [undefined]);
    },
  ),
  promises(
    {
      id: 'order_repo.ids.separators',
      promise: 'Ids are kept byte for byte: separators and case never make two orders one.',
    },
    async ({ subject }) => {
      const places = [
        { tenantId: 'a:b', orderId: 'c' },
        { tenantId: 'a', orderId: 'b:c' },
        { tenantId: 'a.b', orderId: 'c' },
        { tenantId: 'a_b', orderId: 'c' },
        { tenantId: 'a', orderId: 'B:c' },
        { tenantId: 'A', orderId: 'b:c' },
      ];
      const all = await insertAll(subject, ...places.map((place, n) => ({ ...place, sellerId: `seller-${n}` })));
      for (const [n, { tenantId, orderId }] of places.entries()) {
        deepStrictEqual(await subject.getMany(tenantId, [orderId]), [all[n]]);
      }
    },
  ),
  promises({ id: 'order_repo.aliasing.in', promise: 'What is handed in is copied.' }, async ({ subject }) => {
    const write = anInsert({});
    const [answer] = await subject.insertMany('tenant-1', [write]);
    spoil(write.order);
    (write.events[0] as { type: string }).type = 'spoilt';
    deepStrictEqual(await storedOrder(subject, 'order-1'), anOrder());
    const [leased] = await subject.leaseUnpublished({ now: t0, leaseMs: 0, limit: 1 });
    deepStrictEqual(leased?.events, anInsert({}).events);
    const move = aMove(await storedOrder(subject, 'order-1'), 'new_order');
    const expected = structuredClone(move.order);
    await settle(subject, move);
    spoil(move.order);
    deepStrictEqual(await storedOrder(subject, 'order-1'), expected, `after ${answer?.answer}`);
  }),
  promises(
    { id: 'order_repo.aliasing.out', promise: "What is handed out is the caller's own copy." },
    async ({ subject }) => {
      await insertAll(subject, {});
      for (const order of await everyRead(subject)) {
        deepStrictEqual(order, anOrder());
        if (order !== undefined) spoil(order);
        deepStrictEqual(await storedOrder(subject, 'order-1'), anOrder());
      }
      const [leased] = await subject.leaseUnpublished({ now: t0, leaseMs: 0, limit: 1 });
      (leased?.events[0] as { type: string }).type = 'spoilt';
      const [again] = await subject.leaseUnpublished({ now: t0, leaseMs: 0, limit: 1 });
      notDeepStrictEqual(again?.events[0]?.type, 'spoilt');
    },
  ),
  onTwoInstances<OpenedOrderRepo>(
    {
      id: 'order_repo.again',
      promise: 'A resolved write is seen by every later read of any other instance on the same data.',
    },
    async (one, other) => {
      const [order] = await insertAll(one, {});
      deepStrictEqual(await other.getMany('tenant-1', ['order-1']), [order]);
      const move = aMove(order ?? anOrder(), 'new_order');
      await settle(other, move);
      deepStrictEqual(await one.getMany('tenant-1', ['order-1']), [move.order]);
      deepStrictEqual(await one.settleMany([move]), ['lost']);
    },
  ),
  promises(
    {
      id: 'order_repo.unavailable',
      promise: 'An outage is unavailable / order_repo_unavailable.',
      needs: 'outage',
    },
    async ({ subject, outage }) => {
      await insertAll(subject, {});
      await outage?.();
      const expected = { kind: 'unavailable', code: 'order_repo_unavailable' };
      await rejects(subject.getMany('tenant-1', ['order-1']), expected);
      await rejects(subject.insertMany('tenant-1', [anInsert({ orderId: 'order-2' })]), expected);
    },
  ),
];
