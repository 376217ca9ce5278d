import { randomInt } from 'node:crypto';
import {
  type EpochMs,
  type LeasedGroup,
  type LeaseOptions,
  type Order,
  type SettleAnswer,
  type StockPair,
  type TenantId,
  type WaitGroup,
  waitGroupKey,
  waitsFor,
} from '@oms/core';
import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import type { OrderDocument } from './order-document.js';

/** An open wait group. */
export interface WaitGroupDocument {
  /** See `waitGroupKey`. */
  readonly _id: string;
  readonly group: WaitGroup;
  nextAttemptAt: EpochMs;
  attempts: number;
  token: number;
  leasedUntil: EpochMs;
  /** Writers that are about to let an order wait here, and how many there were: nobody closes the group under them. */
  joining: number;
  joins: number;
  joinedAt: EpochMs;
}

/** A group in which an order will wait, due at `dueAt` should it be closed. */
export interface GroupJoin {
  readonly key: string;
  readonly group: WaitGroup;
  readonly dueAt: EpochMs;
}

/** The groups in which these orders will wait. */
export const joinsOf = (orders: readonly Order[]): readonly GroupJoin[] => {
  const joins = new Map<string, GroupJoin>();
  for (const order of orders) {
    const what = waitsFor(order);
    if (what === undefined) continue;
    const group = { tenantId: order.tenantId, waitsFor: what };
    const key = waitGroupKey(group);
    if (!joins.has(key)) joins.set(key, { key, group, dueAt: order.hold?.nextAttemptAt ?? order.updatedAt });
  }
  return [...joins.values()];
};

/** A writer that is not through by now has died. */
const joinEndsMs = 600_000;

/**
 * The wait groups of a database. A group and its orders are several documents, and no transaction spans them: a writer joins
 * the group before an order waits in it and leaves it afterwards, and no group is closed while somebody joins.
 */
export class WaitGroups {
  readonly #groups: Collection<WaitGroupDocument>;
  readonly #orders: Collection<OrderDocument>;

  constructor(groups: Collection<WaitGroupDocument>, orders: Collection<OrderDocument>) {
    this.#groups = groups;
    this.#orders = orders;
  }

  /** Opens those of the groups that are closed. */
  async join(joins: readonly GroupJoin[]): Promise<void> {
    const updates = joins.map(({ key: _id, group, dueAt }): AnyBulkWriteOperation<WaitGroupDocument> => {
      const opened = { group, nextAttemptAt: dueAt, attempts: 0, token: 0, leasedUntil: 0 };
      const update = { $setOnInsert: opened, $inc: { joining: 1, joins: 1 }, $max: { joinedAt: Date.now() } };
      return { updateOne: { filter: { _id }, update, upsert: true } };
    });
    if (updates.length > 0) await this.#groups.bulkWrite(updates, { ordered: false });
  }

  /** Never repeated: whoever is counted out twice would hide another. One who stays counted in delays a closing alone. */
  async leave(joins: readonly GroupJoin[]): Promise<void> {
    if (joins.length === 0) return;
    const keys = joins.map(({ key }) => key);
    await this.#groups.updateMany({ _id: { $in: keys } }, { $inc: { joining: -1 } }).catch(() => undefined);
  }

  /** When the groups are tried next, by key; closed ones are absent. */
  async nextAttempts(keys: readonly string[]): Promise<ReadonlyMap<string, EpochMs>> {
    if (keys.length === 0) return new Map();
    const found = this.#groups.find({ _id: { $in: [...keys] } }, { projection: { nextAttemptAt: 1 } });
    return new Map((await found.toArray()).map(({ _id, nextAttemptAt }) => [_id, nextAttemptAt]));
  }

  async leaseDue({ now, leaseMs, limit }: LeaseOptions): Promise<readonly LeasedGroup[]> {
    const isDue = { nextAttemptAt: { $lte: now }, leasedUntil: { $lte: now } };
    const due = await this.#groups.find(isDue).sort({ nextAttemptAt: 1 }).limit(limit).toArray();
    const leased = await Promise.all(
      due.map(({ _id, token }) =>
        this.#groups.findOneAndUpdate(
          { _id, token, ...isDue },
          { $set: { token: randomInt(1, 2 ** 47), leasedUntil: now + leaseMs } },
          { returnDocument: 'after' },
        ),
      ),
    );
    return leased.flatMap((found) =>
      found === null ? [] : [{ ...found.group, attempts: found.attempts, token: found.token }],
    );
  }

  async postpone({ token, ...group }: LeasedGroup, nextAttemptAt: EpochMs): Promise<SettleAnswer> {
    const { matchedCount } = await this.#groups.updateOne(
      { _id: waitGroupKey(group), token },
      { $set: { nextAttemptAt, token: 0, leasedUntil: 0 }, $inc: { attempts: 1 } },
    );
    return matchedCount === 1 ? 'done' : 'lost';
  }

  async close({ token, ...group }: LeasedGroup): Promise<SettleAnswer> {
    const _id = waitGroupKey(group);
    const found = await this.#groups.findOne({ _id, token });
    if (found === null) return 'lost';
    if ((await this.#orders.findOne({ waitGroup: _id }, { projection: { _id: 1 } })) !== null) return 'lost';
    if (found.joining > 0 && found.joinedAt > Date.now() - joinEndsMs) return 'lost';
    const { deletedCount } = await this.#groups.deleteOne({ _id, token, joins: found.joins });
    return deletedCount === 1 ? 'done' : 'lost';
  }

  async wake(tenantId: TenantId, pairs: readonly StockPair[], now: EpochMs): Promise<number> {
    const keys = new Set(
      pairs.map(({ skuId, hubId }) => waitGroupKey({ tenantId, waitsFor: { kind: 'stock', skuId, hubId } })),
    );
    const { matchedCount } = await this.#groups.updateMany(
      { _id: { $in: [...keys] } },
      { $set: { nextAttemptAt: now, attempts: 0, token: 0, leasedUntil: 0 } },
    );
    return matchedCount;
  }
}
