import { randomUUID } from 'node:crypto';
import {
  type BulkOrder,
  type BulkOrderId,
  type BulkOrderLease,
  type BulkOrderRepo,
  bulkOrderIdentity,
  type Checkpoint,
  type EpochMs,
  type Finish,
  type HandBack,
  type Rejection,
  type SettleAnswer,
  type TakeOverAnswer,
  type TenantId,
} from '@oms/core';
import type { Collection, Db } from 'mongodb';
import { isDuplicateKey } from '../database/driver-error.js';
import { MongoCalls } from '../database/mongo-calls.js';
import { type MongoRepoOptions, openCollection } from '../database/open-collection.js';
import * as changes from './bulk-order-changes.js';
import { type BulkOrderDocument, bulkKeyOf, bulkOrderDocumentOf } from './bulk-order-document.js';
import { Rejections } from './rejections.js';

type ListPage = Parameters<BulkOrderRepo['list']>[1];

/**
 * Bulk orders in MongoDB 6.0 or newer: collections `bulk_orders` and `rejections`. Takes a connected database and leaves it
 * open. Its indexes are those of `ensureIndexes`: without them two bulk orders of one identity could be open at once.
 */
export class MongoBulkOrderRepo implements BulkOrderRepo {
  readonly #bulkOrders: Collection<BulkOrderDocument>;
  readonly #rejections: Rejections;
  readonly #calls: MongoCalls;

  constructor(db: Db, options: MongoRepoOptions = {}) {
    this.#bulkOrders = openCollection(db, 'bulk_orders');
    this.#rejections = new Rejections(openCollection(db, 'rejections'));
    this.#calls = new MongoCalls('bulk_order_repo_unavailable', options);
  }

  async createOrContinue(bulkOrder: BulkOrder) {
    const mark = randomUUID();
    const facts = { bulkOrder: structuredClone(bulkOrder), fence: 0, leasedUntil: 0, batches: [], mark };
    const document = bulkOrderDocumentOf(facts);
    return this.#calls.run(async () => {
      try {
        await this.#bulkOrders.insertOne(document);
        return { answer: 'created' as const, bulkOrder };
      } catch (error) {
        const openIdentity = bulkOrderIdentity(bulkOrder);
        const stored = isDuplicateKey(error) ? await this.#bulkOrders.findOne({ openIdentity }) : null;
        if (stored === null) throw error;
        return {
          answer: stored.mark === mark ? ('created' as const) : ('continued' as const),
          bulkOrder: stored.bulkOrder,
        };
      }
    });
  }

  async get(tenantId: TenantId, bulkOrderId: BulkOrderId): Promise<BulkOrder | undefined> {
    return (await this.#calls.run(() => this.#read(tenantId, bulkOrderId)))?.bulkOrder;
  }

  async list(tenantId: TenantId, { after, limit, state }: ListPage): Promise<readonly BulkOrder[]> {
    const { submittedAt = 0, bulkOrderId = '' } = after ?? {};
    const place = [{ submittedAt: { $lt: submittedAt } }, { submittedAt, bulkOrderId: { $lt: bulkOrderId } }];
    const query = {
      tenantId,
      ...(state === undefined ? {} : { state }),
      ...(after === undefined ? {} : { submittedAt: { $lte: submittedAt }, $or: place }),
    };
    const newestFirst = { submittedAt: -1, bulkOrderId: -1 } as const;
    const find = () => this.#bulkOrders.find(query).sort(newestFirst).limit(limit).toArray();
    return (await this.#calls.run(find)).map(({ bulkOrder }) => bulkOrder);
  }

  async markQueued(tenantId: TenantId, bulkOrderId: BulkOrderId, now: EpochMs): Promise<void> {
    await this.#change(tenantId, bulkOrderId, changes.markQueued(now));
  }

  async takeOver(
    tenantId: TenantId,
    bulkOrderId: BulkOrderId,
    options: { readonly now: EpochMs; readonly leaseMs: number },
  ): Promise<TakeOverAnswer> {
    return (await this.#change(tenantId, bulkOrderId, changes.takeOver(options))) ?? { answer: 'missing' };
  }

  async checkpoint(lease: BulkOrderLease, given: Checkpoint): Promise<SettleAnswer> {
    const { progress, rejections, now, leaseMs } = structuredClone(given);
    const { tenantId, bulkOrderId } = lease;
    const batch = rejections.length === 0 ? undefined : { id: randomUUID(), lastRow: lastRowOf(rejections) };
    if (batch !== undefined) {
      const isHeld = await this.#calls.run(async () => {
        const stored = await this.#read(tenantId, bulkOrderId);
        if (stored?.fence !== lease.fence) return false;
        await this.#rejections.store(stored, batch, rejections);
        return true;
      });
      if (!isHeld) return 'lost';
    }
    return this.#under(lease, changes.checkpoint(lease, { progress, batch, now, leaseMs }));
  }

  async handBack(lease: BulkOrderLease, given: HandBack): Promise<SettleAnswer> {
    return this.#under(lease, changes.handBack(lease, structuredClone(given)));
  }

  async finish(lease: BulkOrderLease, given: Finish): Promise<SettleAnswer> {
    const { tenantId, bulkOrderId } = lease;
    const answer = await this.#under(lease, changes.finish(lease, structuredClone(given)));
    if (answer === 'done') await this.#dropOrphans(tenantId, bulkOrderId);
    return answer;
  }

  async cancel(tenantId: TenantId, bulkOrderId: BulkOrderId, now: EpochMs): Promise<BulkOrder | undefined> {
    return this.#change(tenantId, bulkOrderId, changes.cancel(now));
  }

  async listAbandoned({
    now,
    limit,
  }: {
    readonly now: EpochMs;
    readonly limit: number;
  }): Promise<readonly BulkOrder[]> {
    const query = { isOpen: true as const, leasedUntil: { $lte: now } };
    const find = () => this.#bulkOrders.find(query).sort({ submittedAt: 1, bulkOrderId: 1 }).limit(limit).toArray();
    return (await this.#calls.run(find)).map(({ bulkOrder }) => bulkOrder);
  }

  async listRejections(
    tenantId: TenantId,
    bulkOrderId: BulkOrderId,
    page: { readonly afterRow: number; readonly limit: number },
  ): Promise<readonly Rejection[]> {
    return this.#calls.run(async () => {
      const stored = await this.#read(tenantId, bulkOrderId);
      return stored === null ? [] : this.#rejections.list(stored, page);
    });
  }

  #read(tenantId: TenantId, bulkOrderId: BulkOrderId): Promise<BulkOrderDocument | null> {
    return this.#bulkOrders.findOne({ _id: bulkKeyOf(tenantId, bulkOrderId) });
  }

  async #under(
    lease: BulkOrderLease,
    change: (stored: BulkOrderDocument) => changes.Change<SettleAnswer>,
  ): Promise<SettleAnswer> {
    return (await this.#change(lease.tenantId, lease.bulkOrderId, change)) ?? 'lost';
  }

  /** Compare-and-set on the last write's mark, until nobody comes in between; undefined when there is no such bulk order. */
  #change<T>(
    tenantId: TenantId,
    bulkOrderId: BulkOrderId,
    change: (stored: BulkOrderDocument) => changes.Change<T>,
  ): Promise<T | undefined> {
    const mark = randomUUID();
    let answered: T | undefined;
    const attempt = async (): Promise<{ readonly answer: T | undefined } | undefined> => {
      const stored = await this.#read(tenantId, bulkOrderId);
      if (stored === null) return { answer: undefined };
      if (stored.mark === mark) return { answer: answered };
      const { answer, next } = change(stored);
      if (next === undefined) return { answer };
      answered = answer;
      const { _id, ...document } = bulkOrderDocumentOf({ ...factsOf(next), mark });
      const { matchedCount } = await this.#bulkOrders.replaceOne({ _id, mark: stored.mark }, document);
      return matchedCount === 1 ? { answer } : undefined;
    };
    return this.#calls.run(async () => {
      for (;;) {
        const done = await attempt();
        if (done !== undefined) return done.answer;
      }
    });
  }

  async #dropOrphans(tenantId: TenantId, bulkOrderId: BulkOrderId): Promise<void> {
    const drop = async () => {
      const stored = await this.#read(tenantId, bulkOrderId);
      if (stored !== null) await this.#rejections.dropOrphans(tenantId, bulkOrderId, stored.batches);
    };
    // Nobody sees them: an outage leaves them where they are.
    await this.#calls.run(drop).catch(() => undefined);
  }
}

const factsOf = ({ bulkOrder, fence, leasedUntil, batches }: Omit<changes.Change<never>['next'] & object, 'mark'>) => ({
  bulkOrder,
  fence,
  leasedUntil,
  batches,
});

const lastRowOf = (rejections: readonly Rejection[]): number => Math.max(...rejections.map(({ row }) => row));
