import { deepStrictEqual, strictEqual } from 'node:assert';
import type { ContractCase } from './contract.js';
import { onSubject, onTwoInstances, onTwoSubjects } from './contract-case.js';
import { aMove, anInsert, anOrder } from './order-fixtures.js';
import { answersOf, insertAll, type OpenedOrderRepo, settle, storedOrder } from './order-repo-opened.js';

const promises = onSubject<OpenedOrderRepo>;
const other = [{ skuId: 'sku-2', hubId: 'hub-1', quantity: 7 }];
const far = { now: Number.MAX_SAFE_INTEGER / 2, leaseMs: 1_000, limit: 100 };

export const orderRepoInsertCases: readonly ContractCase<OpenedOrderRepo>[] = [
  onTwoSubjects<OpenedOrderRepo>(
    { id: 'order_repo.fresh', promise: 'Two fresh subjects share nothing.' },
    async ({ subject }, fresh) => {
      await insertAll(subject, {});
      deepStrictEqual(await fresh.subject.getMany('tenant-1', ['order-1']), [undefined]);
      deepStrictEqual(await fresh.subject.leaseUnpublished(far), []);
      deepStrictEqual(await fresh.subject.leaseDueGroups(far), []);
    },
  ),
  promises(
    { id: 'order_repo.insert.created', promise: 'insertMany stores each order as given.' },
    async ({ subject }) => {
      const write = anInsert({
        lines: [
          { skuId: 'sku-1', hubId: 'hub-1', quantity: 1, unitPrice: '10.5', currency: 'EUR' },
          { skuId: 'Sku:1', hubId: 'hub.1', quantity: 1_000_000 },
        ],
        attributes: { note: 'ünïcode \u{1F4E6} "quoted"', __proto: '', 'a.b': '$x' },
        idempotencyKey: 'key-1',
        source: { kind: 'bulk', bulkOrderId: 'bulk-1', row: 2 },
      });
      const answers = await subject.insertMany('tenant-1', [write]);
      deepStrictEqual(answers, [{ answer: 'created', order: write.order }]);
      deepStrictEqual(await storedOrder(subject, 'order-1'), write.order);
    },
  ),
  promises(
    {
      id: 'order_repo.insert.aligned',
      promise: 'insertMany answers in the same order, one each; one bad order never fails the others.',
    },
    async ({ subject }) => {
      await insertAll(subject, { orderId: 'old' }, { orderId: 'taken', idempotencyKey: 'key-1' });
      const answers = await subject.insertMany('tenant-1', [
        anInsert({ orderId: 'new-1' }),
        anInsert({ orderId: 'old', lines: other }),
        anInsert({ orderId: 'old' }),
        anInsert({ orderId: 'new-2', idempotencyKey: 'key-1' }),
        anInsert({ orderId: 'new-3' }),
      ]);
      const expected = ['created', 'conflict on order_id', 'unchanged', 'conflict on idempotency_key', 'created'];
      deepStrictEqual(answersOf(answers), expected);
      deepStrictEqual(
        answers.map(({ order }) => order.orderId),
        ['new-1', 'old', 'old', 'taken', 'new-3'],
      );
      await storedOrder(subject, 'new-3');
      deepStrictEqual(await subject.insertMany('tenant-1', []), []);
    },
  ),
  promises(
    {
      id: 'order_repo.insert.unchanged',
      promise: 'The same id with the same fingerprint is unchanged, and answers with the stored order as it is now.',
    },
    async ({ subject }) => {
      const [order] = await insertAll(subject, {});
      const move = aMove(order ?? anOrder(), 'new_order');
      await settle(subject, move);
      const answers = await subject.insertMany('tenant-1', [anInsert({ createdAt: 5, source: { kind: 'api' } })]);
      deepStrictEqual(answers, [{ answer: 'unchanged', order: move.order }]);
      deepStrictEqual(await storedOrder(subject, 'order-1'), move.order);
    },
  ),
  promises(
    {
      id: 'order_repo.insert.conflict_on_order_id',
      promise: 'The same id with other content is a conflict on order_id with the stored order; nothing is written.',
    },
    async ({ subject }) => {
      const [order] = await insertAll(subject, {});
      const answers = await subject.insertMany('tenant-1', [anInsert({ lines: other, idempotencyKey: 'key-1' })]);
      deepStrictEqual(answers, [{ answer: 'conflict', on: 'order_id', order }]);
      deepStrictEqual(await storedOrder(subject, 'order-1'), order);
    },
  ),
  promises(
    {
      id: 'order_repo.insert.conflict_on_key',
      promise: 'An idempotency key of another order is a conflict with the order that owns it; nothing is written.',
    },
    async ({ subject }) => {
      const [owner] = await insertAll(subject, { idempotencyKey: 'key-1' });
      const answers = await subject.insertMany('tenant-1', [anInsert({ orderId: 'order-2', idempotencyKey: 'key-1' })]);
      deepStrictEqual(answers, [{ answer: 'conflict', on: 'idempotency_key', order: owner }]);
      deepStrictEqual(await subject.getMany('tenant-1', ['order-2']), [undefined]);
    },
  ),
  promises(
    {
      id: 'order_repo.insert.writes_nothing_twice',
      promise: 'An unchanged or a conflict writes nothing: no event, and no idempotency key.',
    },
    async ({ subject }) => {
      await insertAll(subject, {});
      const twice = [anInsert({ idempotencyKey: 'key-1' }), anInsert({ lines: other, idempotencyKey: 'key-2' })];
      deepStrictEqual(answersOf(await subject.insertMany('tenant-1', twice)), ['unchanged', 'conflict on order_id']);
      const [leased] = await subject.leaseUnpublished(far);
      strictEqual(leased?.events.length, 1);
      await insertAll(subject, { orderId: 'a', idempotencyKey: 'key-1' }, { orderId: 'b', idempotencyKey: 'key-2' });
    },
  ),
  promises(
    {
      id: 'order_repo.insert.twice_in_a_call',
      promise: 'An id, or an idempotency key, that comes twice in one call is answered in turn.',
    },
    async ({ subject }) => {
      const answers = await subject.insertMany('tenant-1', [
        anInsert({ idempotencyKey: 'key-1' }),
        anInsert({ idempotencyKey: 'key-1' }),
        anInsert({ lines: other }),
        anInsert({ orderId: 'order-2', idempotencyKey: 'key-1' }),
      ]);
      const expected = ['created', 'unchanged', 'conflict on order_id', 'conflict on idempotency_key'];
      deepStrictEqual(answersOf(answers), expected);
    },
  ),
  promises(
    {
      id: 'order_repo.insert.concurrent',
      promise: 'Of concurrent inserts of one id exactly one answers created, and one event is written.',
    },
    async ({ subject }) => {
      const calls = Array.from({ length: 8 }, (_, n) =>
        subject.insertMany('tenant-1', [anInsert({ orderId: `own-${n}` }), anInsert({})]),
      );
      const answers = (await Promise.all(calls)).map((pair) => pair[1]?.answer).sort();
      deepStrictEqual(answers, ['created', ...Array.from({ length: 7 }, () => 'unchanged')]);
      const leased = await subject.leaseUnpublished(far);
      strictEqual(leased.find(({ order }) => order.orderId === 'order-1')?.events.length, 1);
    },
  ),
  promises(
    {
      id: 'order_repo.insert.concurrent_keys',
      promise: 'Of concurrent inserts under one idempotency key exactly one is created; the others name its owner.',
    },
    async ({ subject }) => {
      const calls = Array.from({ length: 6 }, (_, n) =>
        subject.insertMany('tenant-1', [anInsert({ orderId: `order-${n}`, idempotencyKey: 'key-1' })]),
      );
      const answers = (await Promise.all(calls)).flat();
      const created = answers.filter(({ answer }) => answer === 'created');
      strictEqual(created.length, 1);
      for (const { order } of answers) strictEqual(order.orderId, created[0]?.order.orderId);
    },
  ),
  onTwoInstances<OpenedOrderRepo>(
    {
      id: 'order_repo.insert.concurrent_instances',
      promise: 'Of concurrent inserts of one id through two instances exactly one answers created.',
    },
    async (one, another) => {
      const calls = [one, another, one, another].map((repo) => repo.insertMany('tenant-1', [anInsert({})]));
      const answers = (await Promise.all(calls)).flat().filter(({ answer }) => answer === 'created');
      strictEqual(answers.length, 1);
    },
  ),
];
