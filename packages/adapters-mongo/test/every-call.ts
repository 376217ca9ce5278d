import { aBulkOrder, aHold, aMove, anInsert, t0 } from '@oms/core/contract';
import type { Db } from 'mongodb';
import { MongoBulkOrderRepo, MongoClaimLedger, MongoOrderRepo } from '../src/index.js';

const tenantId = 'tenant-1';
const later = t0 + 86_400_000;
const due = { now: later, leaseMs: 1, limit: 10 };

/** Calls every method of the repos in every way that makes them ask something else. */
export const everyCall = async (db: Db): Promise<void> => {
  await everyOrderCall(new MongoOrderRepo(db));
  await everyBulkOrderCall(new MongoBulkOrderRepo(db));
  await everyClaimCall(new MongoClaimLedger(db));
};

const everyOrderCall = async (repo: MongoOrderRepo): Promise<void> => {
  const [held, moved, keyed] = [
    anInsert({ orderId: 'o-1' }),
    anInsert({ orderId: 'o-2' }),
    anInsert({ orderId: 'o-3', idempotencyKey: 'key' }),
  ];
  await repo.insertMany(tenantId, [held, moved, keyed]);
  await repo.insertMany(tenantId, [held, anInsert({ orderId: 'o-4', idempotencyKey: 'key' })]);
  await repo.getMany(tenantId, ['o-1', 'o-2']);
  const hold = aHold(held.order);
  await repo.settleMany([hold, aMove(moved.order, 'new_order')]);
  await repo.settleMany([hold]);
  await repo.settleMany([aMove(aMove(keyed.order, 'cancelled').order, 'new_order')]);
  const after = { createdAt: t0, orderId: 'o-2' };
  const filters = [
    { status: 'on_hold' },
    { sellerId: 's' },
    { skuId: 'sku-1' },
    { hubId: 'hub-1' },
    { skuId: 'sku-1', hubId: 'hub-1' },
    { holdCode: 'insufficient_stock' },
    { bulkOrderId: 'b' },
    { createdFrom: t0, createdBefore: later },
  ] as const;
  for (const filter of [{}, ...filters]) {
    await repo.list(tenantId, filter, { limit: 10 });
    await repo.list(tenantId, filter, { limit: 10, after });
    await repo.count(tenantId, filter);
  }
  const [one, ...others] = (await repo.leaseUnpublished(due)).flatMap(({ events }) => events);
  await repo.countUnpublished();
  if (one !== undefined) await repo.markPublished([one]);
  await repo.markPublished(others);
  await repo.leaseUnpublished({ ...due, now: later + 10 });
  for (const group of await repo.leaseDueGroups({ ...due, now: later + 10 })) {
    await repo.waiting(group, { limit: 10 });
    await repo.waiting(group, { limit: 10, after, heldBefore: later, maxWanted: 5 });
    await repo.closeGroup(group);
    await repo.postponeGroup(group, later);
  }
  await repo.wakeGroups(tenantId, [{ skuId: 'sku-1', hubId: 'hub-1' }], later);
  await repo.leaseDueReleases(due);
};

const everyBulkOrderCall = async (repo: MongoBulkOrderRepo): Promise<void> => {
  const bulkOrder = aBulkOrder();
  const { bulkOrderId } = bulkOrder;
  await repo.createOrContinue(bulkOrder);
  await repo.createOrContinue(aBulkOrder({ bulkOrderId: 'other' }));
  await repo.get(tenantId, bulkOrderId);
  for (const state of [undefined, 'accepted'] as const) {
    const chosen = state === undefined ? {} : { state };
    await repo.list(tenantId, { limit: 10, ...chosen });
    await repo.list(tenantId, { limit: 10, ...chosen, after: { submittedAt: later, bulkOrderId } });
  }
  await repo.markQueued(tenantId, bulkOrderId, t0);
  await repo.listAbandoned({ now: later, limit: 10 });
  const taken = await repo.takeOver(tenantId, bulkOrderId, { now: t0, leaseMs: 1_000 });
  if (taken.answer !== 'taken') throw new Error(taken.answer);
  const progress = { row: 3, rowsRead: 2, ordersCreated: 1, ordersUnchanged: 0, rowsRejected: 1 };
  const rejections = [{ row: 3, code: 'invalid_id' as const, message: 'no', cells: ['x'] }];
  await repo.checkpoint(taken.lease, { progress, rejections, now: t0, leaseMs: 1_000 });
  await repo.listRejections(tenantId, bulkOrderId, { afterRow: 0, limit: 10 });
  await repo.finish(taken.lease, { state: 'completed', now: t0 });
  await repo.cancel(tenantId, bulkOrderId, t0);
};

const everyClaimCall = async (ledger: MongoClaimLedger): Promise<void> => {
  await ledger.getMany(tenantId, ['o-1']);
  await ledger.close(tenantId, 'o-1');
  await ledger.close(tenantId, 'o-1');
};
