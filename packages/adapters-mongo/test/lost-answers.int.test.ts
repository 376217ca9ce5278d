import { randomUUID } from 'node:crypto';
import { aBulkOrder, aMove, anInsert, t0 } from '@oms/core/contract';
import {
  type BulkWriteResult,
  type Collection,
  type Db,
  MongoBulkWriteError,
  MongoNetworkError,
  MongoServerError,
  MongoWriteConcernError,
  type WriteConcernError,
} from 'mongodb';
import { expect, onTestFinished, test } from 'vitest';
import { onServer } from '../../../services/testing/on-server.js';
import { connectMongo, ensureIndexes, MongoBulkOrderRepo, MongoOrderRepo } from '../src/index.js';
import { instead } from './instead.js';

type Trouble =
  | 'answer lost'
  | 'answer to a batch lost'
  | 'socket ended'
  | 'no majority'
  | 'primary stepped down'
  | 'write conflict';

const noResult: Partial<BulkWriteResult> = { getWriteConcernError: () => undefined };

const tooFew = { code: 64, errmsg: 'waiting for replication timed out' };
const noMajority = { getWriteConcernError: () => tooFew as WriteConcernError } as BulkWriteResult;

const errors: Readonly<Record<Trouble, (method: string) => Error>> = {
  'answer lost': () => new MongoNetworkError('connection closed'),
  // As the driver wraps it, which leaves no trace of its class.
  'answer to a batch lost': () =>
    new MongoBulkWriteError(new MongoNetworkError('connection closed'), noResult as BulkWriteResult),
  'socket ended': () => Object.assign(new Error('This socket has been ended by the other party'), { code: 'EPIPE' }),
  // What was written is there, and may yet be rolled back.
  'no majority': (method) =>
    method === 'insertMany' || method === 'bulkWrite'
      ? new MongoBulkWriteError({ message: tooFew.errmsg, code: 64 } as MongoServerError, noMajority)
      : new MongoWriteConcernError({ ok: 1, writeConcernError: tooFew }),
  'primary stepped down': () => {
    const error = new MongoServerError({ message: 'PrimarySteppedDown', code: 189 });
    error.addErrorLabel('RetryableWriteError');
    return error;
  },
  'write conflict': () => new MongoServerError({ message: 'WriteConflict', code: 112 }),
};

/** The first call of each method does its work and loses its answer, or is refused. */
const troubled = (db: Db, trouble: Trouble): Db => {
  const done = new Set<string>();
  const collection = (name: string, options: object): Collection => {
    const real = db.collection(name, options);
    return new Proxy(real, {
      get(target, method: string) {
        const own = Reflect.get(target, method);
        if (typeof own !== 'function' || method === 'find' || method === 'aggregate') return own;
        return async (...given: unknown[]) => {
          const place = `${name}.${method}`;
          if (done.has(place)) return own.apply(target, given);
          done.add(place);
          if (trouble !== 'write conflict') await own.apply(target, given);
          throw errors[trouble](method);
        };
      },
    });
  };
  return new Proxy(db, { get: (target, name) => (name === 'collection' ? collection : Reflect.get(target, name)) });
};

onServer('mongo', ({ address }) => {
  const open = async (trouble: Trouble | 'nothing') => {
    const { db, close } = await connectMongo(address, `oms-test-${randomUUID()}`);
    onTestFinished(async () => {
      await db.dropDatabase();
      await close();
    });
    await ensureIndexes(db);
    return trouble === 'nothing' ? db : troubled(db, trouble);
  };

  for (const trouble of Object.keys(errors) as Trouble[]) {
    test(`orders: ${trouble}, and every write is done once and answered as it was`, async () => {
      const repo = new MongoOrderRepo(await open(trouble));
      const write = anInsert({});
      expect(await repo.insertMany('tenant-1', [write])).toEqual([{ answer: 'created', order: write.order }]);
      expect(await repo.insertMany('tenant-1', [write])).toMatchObject([{ answer: 'unchanged' }]);
      const move = aMove(write.order, 'new_order');
      expect(await repo.settleMany([move])).toEqual(['done']);
      expect(await repo.settleMany([move])).toEqual(['lost']);
      // A lease whose answer is lost is over in time.
      await repo.leaseUnpublished({ now: t0 + 60_000, leaseMs: 1, limit: 10 });
      const [leased] = await repo.leaseUnpublished({ now: t0 + 60_001, leaseMs: 1, limit: 10 });
      expect(leased?.events.map(({ sequence }) => sequence)).toEqual([1, 2]);
      await repo.markPublished(leased?.events ?? []);
      expect(await repo.countUnpublished()).toEqual({ orders: 0 });
    });

    test(`bulk orders: ${trouble}, and every write is done once and answered as it was`, async () => {
      const repo = new MongoBulkOrderRepo(await open(trouble));
      const bulkOrder = aBulkOrder();
      expect((await repo.createOrContinue(bulkOrder)).answer).toBe('created');
      expect((await repo.createOrContinue(aBulkOrder({ bulkOrderId: 'other' }))).answer).toBe('continued');
      const taken = await repo.takeOver('tenant-1', bulkOrder.bulkOrderId, { now: t0, leaseMs: 1_000 });
      if (taken.answer !== 'taken') throw new Error(taken.answer);
      const progress = { row: 3, rowsRead: 2, ordersCreated: 1, ordersUnchanged: 0, rowsRejected: 1 };
      const rejection = { row: 3, code: 'invalid_id' as const, message: 'no', cells: ['x'] };
      const checkpoint = { progress, rejections: [rejection], now: t0, leaseMs: 1_000 };
      expect(await repo.checkpoint(taken.lease, checkpoint)).toBe('done');
      const page = { afterRow: 0, limit: 10 };
      expect(await repo.listRejections('tenant-1', bulkOrder.bulkOrderId, page)).toEqual([rejection]);
      expect(await repo.finish(taken.lease, { state: 'completed', now: t0 })).toBe('done');
      expect(await repo.finish(taken.lease, { state: 'completed', now: t0 })).toBe('lost');
    });
  }

  test('a batch of which some were taken, and that no majority has, is answered for each as it was', async () => {
    const db = await open('nothing');
    const [first, second] = [anInsert({ orderId: 'o-1' }), anInsert({ orderId: 'o-2' })];
    await new MongoOrderRepo(db).insertMany('tenant-1', [first]);
    let times = 0;
    const repo = new MongoOrderRepo(
      instead(db, 'orders', 'insertMany', async (insert) => {
        times += 1;
        const done = insert();
        if (times > 1) return done;
        const error = await done.catch((taken: MongoBulkWriteError) => taken);
        throw Object.assign(error as MongoBulkWriteError, { result: noMajority });
      }),
    );
    const other = anInsert({ orderId: 'o-1', sellerId: 'another' });
    expect(await repo.insertMany('tenant-1', [first, second, other])).toMatchObject([
      { answer: 'unchanged' },
      { answer: 'created', order: second.order },
      { answer: 'conflict', on: 'order_id' },
    ]);
    expect(times).toBe(2);
  });

  test('a conflict that does not end is unavailable, within the time of the call and with pauses between', async () => {
    const db = await open('nothing');
    let times = 0;
    const refuse = async (): Promise<never> => {
      times += 1;
      throw errors['write conflict']('bulkWrite');
    };
    const repo = new MongoOrderRepo(instead(db, 'orders', 'bulkWrite', refuse), { timeoutMs: 500 });
    const write = anInsert({});
    await repo.insertMany('tenant-1', [write]);
    const startedAt = performance.now();
    const unavailable = { kind: 'unavailable', code: 'order_repo_unavailable' };
    await expect(repo.settleMany([aMove(write.order, 'new_order')])).rejects.toMatchObject(unavailable);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    expect(times).toBeGreaterThan(2);
    expect(times).toBeLessThan(10);
  });

  test('a server that does not come back is unavailable, within the time of the call', async () => {
    const { db, close } = await connectMongo(address, 'oms-test-away');
    await close();
    const repo = new MongoOrderRepo(db, { timeoutMs: 500 });
    const startedAt = performance.now();
    await expect(repo.getMany('t', ['o'])).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'order_repo_unavailable',
    });
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});
