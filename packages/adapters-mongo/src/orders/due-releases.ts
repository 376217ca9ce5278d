import type { LeaseOptions } from '@oms/core';
import type { Collection, Filter } from 'mongodb';
import type { OrderDocument } from './order-document.js';

/** Hands out the releases that are due longest, each moved on by the lease; the order's version stays. */
export const leaseReleases = async (
  orders: Collection<OrderDocument>,
  { now, leaseMs, limit }: LeaseOptions,
): Promise<readonly OrderDocument[]> => {
  const isDue: Filter<OrderDocument> = { 'release.dueAt': { $lte: now } };
  const due = await orders.find(isDue).sort({ 'release.dueAt': 1 }).limit(limit).toArray();
  const leased = await Promise.all(
    due.map(({ _id, release }) =>
      orders.findOneAndUpdate(
        { _id, 'release.dueAt': release?.dueAt } as Filter<OrderDocument>,
        { $set: { 'release.dueAt': now + leaseMs, 'release.nextAttemptAt': now + leaseMs } },
        { returnDocument: 'after' },
      ),
    ),
  );
  return leased.filter((document) => document !== null);
};
