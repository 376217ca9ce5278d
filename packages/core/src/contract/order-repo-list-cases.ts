import { deepStrictEqual } from 'node:assert';
import type { OrderFilter, OrderPosition } from '../domain/order-filter.js';
import type { OrderRepo } from '../ports/order-repo.js';
import type { ContractCase } from './contract.js';
import { onSubject } from './contract-case.js';
import { aHold, aMove, anOrder, type OrderParts, t0 } from './order-fixtures.js';
import { idsOf, insertAll, type OpenedOrderRepo, settle } from './order-repo-opened.js';

const promises = onSubject<OpenedOrderRepo>;

const listed = async (repo: OrderRepo, filter: OrderFilter, tenantId = 'tenant-1'): Promise<readonly string[]> =>
  idsOf(await repo.list(tenantId, filter, { limit: 200 }));

/** Ids that are in no order that a store would keep by itself, and times that are shared. */
const scattered: readonly OrderParts[] = [
  { orderId: 'b', createdAt: t0 + 2 },
  { orderId: 'a', createdAt: t0 + 2 },
  { orderId: 'z', createdAt: t0 + 1 },
  { orderId: 'a:1', createdAt: t0 + 2 },
  { orderId: 'B', createdAt: t0 + 2 },
  { orderId: 'c', createdAt: t0 + 3 },
];
const newestFirst = ['c', 'b', 'a:1', 'a', 'B', 'z'];

const varied: readonly OrderParts[] = [
  { orderId: 'plain' },
  { orderId: 'seller', sellerId: 'seller-2' },
  { orderId: 'bulk', source: { kind: 'bulk', bulkOrderId: 'bulk-1', row: 2 } },
  { orderId: 'early', createdAt: t0 - 1 },
  { orderId: 'late', createdAt: t0 + 10 },
  {
    orderId: 'lines',
    lines: [
      { skuId: 'sku-1', hubId: 'hub-2', quantity: 1 },
      { skuId: 'sku-2', hubId: 'hub-1', quantity: 1 },
    ],
  },
  { orderId: 'held' },
  { orderId: 'moved' },
];

const fill = async (repo: OrderRepo): Promise<void> => {
  await insertAll(repo, ...varied, { tenantId: 'tenant-2', orderId: 'foreign' });
  const at = (orderId: string) => anOrder({ orderId });
  await settle(repo, aHold(at('held')), aMove(at('moved'), 'new_order'));
};

export const orderRepoListCases: readonly ContractCase<OpenedOrderRepo>[] = [
  promises(
    { id: 'order_repo.list.order', promise: 'list is newest first by (createdAt, orderId), both descending.' },
    async ({ subject }) => {
      await insertAll(subject, ...scattered);
      deepStrictEqual(await listed(subject, {}), newestFirst);
    },
  ),
  promises(
    {
      id: 'order_repo.list.pages',
      promise: 'list goes on strictly after the place given, so that pages give every order once.',
    },
    async ({ subject }) => {
      await insertAll(subject, ...scattered);
      const seen: string[] = [];
      for (let after: OrderPosition | undefined; seen.length < 20; ) {
        const page = await subject.list('tenant-1', {}, after === undefined ? { limit: 1 } : { after, limit: 1 });
        const [order] = page;
        if (order === undefined) break;
        seen.push(order.orderId);
        after = { createdAt: order.createdAt, orderId: order.orderId };
        await insertAll(subject, { orderId: `new-${seen.length}`, createdAt: t0 + 100 });
      }
      deepStrictEqual(seen, newestFirst);
      const gone = { createdAt: t0 + 2, orderId: 'aa' };
      deepStrictEqual(idsOf(await subject.list('tenant-1', {}, { after: gone, limit: 9 })), ['a:1', 'a', 'B', 'z']);
    },
  ),
  promises({ id: 'order_repo.list.limit', promise: 'list hands out at most `limit` orders.' }, async ({ subject }) => {
    await insertAll(subject, ...scattered);
    deepStrictEqual(idsOf(await subject.list('tenant-1', {}, { limit: 2 })), ['c', 'b']);
  }),
  promises(
    { id: 'order_repo.list.tenants', promise: "list and count show a tenant's own orders." },
    async ({ subject }) => {
      await fill(subject);
      deepStrictEqual(await listed(subject, {}, 'tenant-2'), ['foreign']);
      const { status } = await subject.count('tenant-2', {});
      deepStrictEqual(status, { on_hold: 1, new_order: 0, cancelled: 0 });
    },
  ),
  promises(
    { id: 'order_repo.list.filter', promise: 'Every field of a filter that is given must hold.' },
    async ({ subject }) => {
      await fill(subject);
      deepStrictEqual(await listed(subject, { sellerId: 'seller-2' }), ['seller']);
      deepStrictEqual(await listed(subject, { bulkOrderId: 'bulk-1' }), ['bulk']);
      deepStrictEqual(await listed(subject, { status: 'new_order' }), ['moved']);
      deepStrictEqual(await listed(subject, { holdCode: 'insufficient_stock' }), ['held']);
      deepStrictEqual(await listed(subject, { status: 'on_hold', createdBefore: t0 }), ['early']);
      deepStrictEqual(await listed(subject, { status: 'cancelled' }), []);
      deepStrictEqual(await listed(subject, { status: 'new_order', holdCode: 'insufficient_stock' }), []);
    },
  ),
  promises(
    { id: 'order_repo.list.created_range', promise: '`createdFrom` is inclusive, `createdBefore` exclusive.' },
    async ({ subject }) => {
      await insertAll(subject, ...scattered);
      deepStrictEqual(await listed(subject, { createdFrom: t0 + 3 }), ['c']);
      deepStrictEqual(await listed(subject, { createdBefore: t0 + 2 }), ['z']);
      deepStrictEqual(await listed(subject, { createdFrom: t0 + 2, createdBefore: t0 + 3 }), ['b', 'a:1', 'a', 'B']);
    },
  ),
  promises(
    {
      id: 'order_repo.list.same_line',
      promise: 'An order matches a sku and a hub when one of its lines has both.',
    },
    async ({ subject }) => {
      await fill(subject);
      deepStrictEqual(await listed(subject, { hubId: 'hub-2' }), ['lines']);
      deepStrictEqual(await listed(subject, { skuId: 'sku-2' }), ['lines']);
      deepStrictEqual(await listed(subject, { skuId: 'sku-2', hubId: 'hub-1' }), ['lines']);
      deepStrictEqual(await listed(subject, { skuId: 'sku-2', hubId: 'hub-2' }), []);
    },
  ),
  promises(
    {
      id: 'order_repo.count',
      promise: 'count counts by status, and orders on hold by code; codes without orders are absent.',
    },
    async ({ subject }) => {
      await fill(subject);
      deepStrictEqual(await subject.count('tenant-1', {}), {
        status: { on_hold: 7, new_order: 1, cancelled: 0 },
        holds: { awaiting_check: 6, insufficient_stock: 1 },
      });
      const some = { sellerId: 'seller-1', createdFrom: t0, hubId: 'hub-1', skuId: 'sku-1' };
      deepStrictEqual(await subject.count('tenant-1', some), {
        status: { on_hold: 4, new_order: 1, cancelled: 0 },
        holds: { awaiting_check: 3, insufficient_stock: 1 },
      });
      const none = { status: { on_hold: 0, new_order: 0, cancelled: 0 }, holds: {} };
      deepStrictEqual(await subject.count('tenant-3', {}), none);
    },
  ),
];
