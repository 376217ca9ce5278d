import { deepStrictEqual, strictEqual } from 'node:assert';
import type { OrderWrite } from '../ports/order-repo.js';
import type { ContractCase } from './contract.js';
import { onSubject } from './contract-case.js';
import { aHold, aMove, anOrder, minute, t0 } from './order-fixtures.js';
import { insertAll, type OpenedOrderRepo, settle, storedOrder } from './order-repo-opened.js';

const promises = onSubject<OpenedOrderRepo>;
const later = { now: t0 + minute, leaseMs: minute, limit: 10 };

export const orderRepoSettleCases: readonly ContractCase<OpenedOrderRepo>[] = [
  promises(
    {
      id: 'order_repo.settle.done',
      promise: "settleMany replaces the order's state when the stored version is one below.",
    },
    async ({ subject }) => {
      const [order] = await insertAll(subject, { attributes: { note: 'x' } });
      const hold = aHold(order ?? anOrder(), { code: 'manual' });
      deepStrictEqual(await subject.settleMany([hold]), ['done']);
      deepStrictEqual(await storedOrder(subject, 'order-1'), hold.order);
      const move = aMove(hold.order, 'cancelled');
      deepStrictEqual(await subject.settleMany([move]), ['done']);
      const stored = await storedOrder(subject, 'order-1');
      deepStrictEqual(stored, move.order);
      strictEqual('hold' in stored, false);
    },
  ),
  promises(
    {
      id: 'order_repo.settle.lost',
      promise: 'A change made from another version, or of no stored order, is lost and writes neither state nor event.',
    },
    async ({ subject }) => {
      const [order] = await insertAll(subject, {});
      const won = aMove(order ?? anOrder(), 'new_order');
      await settle(subject, won);
      const ahead = aHold({ ...won.order, version: 7 });
      const missing = aMove(anOrder({ orderId: 'none' }), 'new_order');
      const answers = await subject.settleMany([aMove(anOrder(), 'cancelled'), ahead, missing]);
      deepStrictEqual(answers, ['lost', 'lost', 'lost']);
      deepStrictEqual(await storedOrder(subject, 'order-1'), won.order);
      deepStrictEqual(await subject.getMany('tenant-1', ['none']), [undefined]);
      const [leased] = await subject.leaseUnpublished(later);
      deepStrictEqual(
        leased?.events.map(({ type }) => type),
        ['order.created', 'order.confirmed'],
      );
    },
  ),
  promises(
    {
      id: 'order_repo.settle.aligned',
      promise: 'settleMany takes orders of any tenants and answers in the same order; a lost one stops no other.',
    },
    async ({ subject }) => {
      await insertAll(subject, { orderId: 'a' }, { orderId: 'a', tenantId: 'tenant-2' }, { orderId: 'c' });
      const writes = [
        aMove(anOrder({ orderId: 'a' }), 'new_order'),
        aMove(anOrder({ orderId: 'none' }), 'new_order'),
        aMove(anOrder({ orderId: 'a', tenantId: 'tenant-2' }), 'cancelled'),
        aHold(anOrder({ orderId: 'c' })),
      ];
      deepStrictEqual(await subject.settleMany(writes), ['done', 'lost', 'done', 'done']);
      strictEqual((await storedOrder(subject, 'a')).status, 'new_order');
      strictEqual((await storedOrder(subject, 'a', 'tenant-2')).status, 'cancelled');
      strictEqual((await storedOrder(subject, 'c')).hold?.code, 'insufficient_stock');
      deepStrictEqual(await subject.settleMany([]), []);
    },
  ),
  promises(
    {
      id: 'order_repo.settle.concurrent',
      promise: 'Of concurrent settlements of one version exactly one is done.',
    },
    async ({ subject }) => {
      const [order] = await insertAll(subject, {});
      const writes = Array.from({ length: 8 }, (_, n) => aMove(order ?? anOrder(), 'new_order', t0 + n));
      const answers = await Promise.all(writes.map((write) => subject.settleMany([write])));
      const won = answers.findIndex(([answer]) => answer === 'done');
      strictEqual(answers.filter(([answer]) => answer === 'done').length, 1);
      deepStrictEqual(await storedOrder(subject, 'order-1'), writes[won]?.order);
      const [leased] = await subject.leaseUnpublished(later);
      strictEqual(leased?.events.length, 2);
    },
  ),
  promises(
    { id: 'order_repo.settle.content', promise: 'The content of an order never changes.' },
    async ({ subject }) => {
      const [order = anOrder()] = await insertAll(subject, { attributes: { note: 'x' }, idempotencyKey: 'key-1' });
      const move = aMove(order, 'new_order');
      const { attributes: _, ...rest } = move.order;
      const changed = { ...rest, sellerId: 'seller-2', lines: [], fingerprint: 'v1:other', createdAt: t0 + 5 };
      await settle(subject, { ...move, order: changed } satisfies OrderWrite);
      deepStrictEqual(await storedOrder(subject, 'order-1'), move.order);
    },
  ),
  promises(
    {
      id: 'order_repo.settle.appends',
      promise: "A settlement appends its events to the order's outbox, whatever was published meanwhile.",
    },
    async ({ subject }) => {
      const [order = anOrder()] = await insertAll(subject, {});
      const hold = aHold(order);
      await subject.markPublished([{ tenantId: 'tenant-1', orderId: 'order-1', sequence: 1 }]);
      await settle(subject, hold);
      await settle(subject, aMove(hold.order, 'new_order'));
      const [leased] = await subject.leaseUnpublished(later);
      deepStrictEqual(
        leased?.events.map(({ sequence }) => sequence),
        [2, 3],
      );
      deepStrictEqual(leased?.events[0], hold.events[0]);
    },
  ),
  promises(
    {
      id: 'order_repo.settle.takes_out',
      promise: 'A settlement that knows the earlier events to be published takes them out, and leaves its own alone.',
    },
    async ({ subject }) => {
      const [order = anOrder()] = await insertAll(subject, {});
      const hold = aHold(order);
      await settle(subject, { ...hold, areEarlierPublished: true });
      const [leased] = await subject.leaseUnpublished({ ...later, leaseMs: 0 });
      deepStrictEqual(leased?.events, hold.events);
      await settle(subject, { ...aMove(hold.order, 'cancelled'), events: [], areEarlierPublished: true });
      deepStrictEqual(await subject.leaseUnpublished(later), []);
      deepStrictEqual(await subject.countUnpublished(), { orders: 0 });
    },
  ),
  promises(
    {
      id: 'order_repo.settle.takes_out_due',
      promise: 'What is left of an outbox by such a settlement is handed out from its own `relayAt` on.',
    },
    async ({ subject }) => {
      const [soon = anOrder(), late = anOrder()] = await insertAll(
        subject,
        { orderId: 'soon' },
        { orderId: 'late', relayAt: t0 + 9 * minute },
      );
      const areEarlierPublished = true;
      await settle(
        subject,
        { ...aHold(soon), relayAt: t0 + minute, areEarlierPublished },
        { ...aHold(late), relayAt: t0 + minute, areEarlierPublished },
      );
      deepStrictEqual(await subject.leaseUnpublished({ ...later, now: t0 + minute - 1 }), []);
      const leased = await subject.leaseUnpublished(later);
      deepStrictEqual(leased.map(({ order }) => order.orderId).sort(), ['late', 'soon']);
    },
  ),
  promises(
    {
      id: 'order_repo.settle.takes_out_lost',
      promise: 'A settlement that is lost takes no event out, whatever it knows to be published.',
    },
    async ({ subject }) => {
      const [order = anOrder()] = await insertAll(subject, {});
      await settle(subject, aHold(order));
      deepStrictEqual(await subject.settleMany([{ ...aMove(order, 'new_order'), areEarlierPublished: true }]), [
        'lost',
      ]);
      const [leased] = await subject.leaseUnpublished(later);
      deepStrictEqual(
        leased?.events.map(({ sequence }) => sequence),
        [1, 2],
      );
    },
  ),
];
