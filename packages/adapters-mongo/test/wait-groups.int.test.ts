import { randomUUID } from 'node:crypto';
import { aHold, anInsert, eventually, t0 } from '@oms/core/contract';
import { expect, onTestFinished, test } from 'vitest';
import { onServer } from '../../../services/testing/on-server.js';
import { connectMongo, ensureIndexes, MongoOrderRepo } from '../src/index.js';
import { instead } from './instead.js';

onServer('mongo', ({ address }) => {
  test('a group is not closed while a write that was given up may still let an order wait in it', async () => {
    const { db, close } = await connectMongo(address, `oms-test-${randomUUID()}`);
    onTestFinished(async () => {
      await db.dropDatabase();
      await close();
    });
    await ensureIndexes(db);
    const gate = Promise.withResolvers<void>();
    const slow = instead(db, 'orders', 'bulkWrite', (write) => gate.promise.then(write));
    const repo = new MongoOrderRepo(db);
    const { order } = anInsert({});
    await repo.insertMany('tenant-1', [anInsert({})]);
    const hold = aHold(order);
    const settling = new MongoOrderRepo(slow, { timeoutMs: 300 }).settleMany([hold]);
    await expect(settling).rejects.toMatchObject({ kind: 'unavailable' });
    const now = t0 + 3_600_000;
    const dueStock = async (at: number) =>
      (await repo.leaseDueGroups({ now: at, leaseMs: 1, limit: 10 })).find(({ waitsFor }) => waitsFor.kind === 'stock');
    const group = await dueStock(now);
    if (group === undefined) throw new Error('there is no group for the stock');
    expect(await repo.waiting(group, { limit: 10 })).toEqual([]);
    expect(await repo.closeGroup(group)).toBe('lost');
    gate.resolve();
    await eventually(async () => expect((await repo.waiting(group, { limit: 10 })).length).toBe(1), {
      withinMs: 5_000,
    });
    expect(await dueStock(now + 60_000)).toMatchObject({ waitsFor: group.waitsFor });
  });

  test('a group in which nobody waits and nobody is about to is closed', async () => {
    const { db, close } = await connectMongo(address, `oms-test-${randomUUID()}`);
    onTestFinished(async () => {
      await db.dropDatabase();
      await close();
    });
    await ensureIndexes(db);
    const repo = new MongoOrderRepo(db);
    const { order } = anInsert({});
    await repo.insertMany('tenant-1', [anInsert({})]);
    await repo.settleMany([aHold(order)]);
    const groups = await repo.leaseDueGroups({ now: t0 + 3_600_000, leaseMs: 1, limit: 10 });
    const closed = await Promise.all(groups.map(async (group) => [group.waitsFor.kind, await repo.closeGroup(group)]));
    expect(new Set(closed.map(([, answer]) => answer))).toEqual(new Set(['done', 'lost']));
    expect(closed).toContainEqual(['stock', 'lost']);
  });
});
