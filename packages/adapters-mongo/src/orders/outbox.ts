import { type LeaseOptions, type OrderEventRef, type OutboxBacklog, orderKey } from '@oms/core';
import type { AnyBulkWriteOperation, Collection, Filter, UpdateFilter } from 'mongodb';
import type { OrderDocument, OutboxEntry } from './order-document.js';

export interface LeasedOutbox {
  readonly document: OrderDocument;
  readonly due: readonly OutboxEntry[];
}

/** Hands out the outboxes that are due longest: whoever moves an order's `relayAt` on has it. */
export const leaseOutboxes = async (
  orders: Collection<OrderDocument>,
  options: LeaseOptions,
): Promise<readonly LeasedOutbox[]> => {
  const leased: LeasedOutbox[] = [];
  while (leased.length < options.limit) {
    const limit = options.limit - leased.length;
    const found = await orders
      .find({ relayAt: { $lte: options.now } })
      .sort({ relayAt: 1 })
      .limit(limit)
      .toArray();
    const taken = await Promise.all(found.map((document) => leaseOne(orders, document, options)));
    leased.push(...taken.flatMap((one) => one ?? []));
    const isThrough = found.length < limit || options.leaseMs === 0 || taken.every((one) => one === undefined);
    if (isThrough) break;
  }
  return leased;
};

/** Undefined when somebody else was first, or when nothing of it is due: then `relayAt` is put right. */
const leaseOne = async (
  orders: Collection<OrderDocument>,
  { _id, relayAt, outbox }: OrderDocument,
  { now, leaseMs }: LeaseOptions,
): Promise<LeasedOutbox | undefined> => {
  const [first] = outbox;
  if (first === undefined) {
    await orders.updateOne({ _id, relayAt: relayAt ?? now, outbox: { $size: 0 } }, { $unset: { relayAt: '' } });
    return undefined;
  }
  const isDue = first.relayAt <= now;
  const document = await orders.findOneAndUpdate(
    { _id, relayAt: relayAt ?? now },
    { $set: { relayAt: isDue ? now + leaseMs : first.relayAt } },
    { returnDocument: 'before' },
  );
  const due = document === null ? [] : dueOf(document, now);
  return document === null || due.length === 0 ? undefined : { document, due };
};

/** None while an older one stays behind. */
const dueOf = ({ outbox }: OrderDocument, now: number): readonly OutboxEntry[] => {
  const firstLater = outbox.findIndex((entry) => entry.relayAt > now);
  return firstLater === -1 ? outbox : outbox.slice(0, firstLater);
};

/** Takes exactly these events out; for an order whose outbox they empty, no relay looks any more. */
export const markOutboxes = async (
  orders: Collection<OrderDocument>,
  refs: readonly OrderEventRef[],
): Promise<void> => {
  const sequences = new Map<string, number[]>();
  for (const { tenantId, orderId, sequence } of refs) {
    const key = orderKey(tenantId, orderId);
    sequences.set(key, [...(sequences.get(key) ?? []), sequence]);
  }
  if (sequences.size === 0) return;
  if ((await emptyOutboxes(orders, sequences)) === sequences.size) return;
  const left = await notTakenOut(orders, sequences);
  if (left.size > 0) await pullEvents(orders, left);
};

type Sequences = ReadonlyMap<string, readonly number[]>;

const ordersAtOnce = 100;

/** The common case, in one write of an order: its outbox holds the one event and no other. How many orders that was. */
const emptyOutboxes = async (orders: Collection<OrderDocument>, sequences: Sequences): Promise<number> => {
  const alone = [...sequences].filter(([, { length }]) => length === 1);
  const updates = [...Map.groupBy(alone, ([, [sequence]]) => sequence)].flatMap(([sequence, ofSequence]) =>
    slicesOf(ofSequence.map(([id]) => id)).map(($in): AnyBulkWriteOperation<OrderDocument> => {
      const filter = { _id: { $in }, outbox: { $size: 1 }, 'outbox.event.sequence': sequence };
      const update = { $set: { outbox: [] }, $unset: { relayAt: '' as const } };
      return { updateMany: { filter: filter as Filter<OrderDocument>, update } };
    }),
  );
  return updates.length === 0 ? 0 : (await orders.bulkWrite(updates, { ordered: false })).matchedCount;
};

const slicesOf = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / ordersAtOnce) }, (_, n) =>
    ids.slice(n * ordersAtOnce, (n + 1) * ordersAtOnce),
  );

/** Without the orders whose settlements took the events out; with those for which this was tried before, and got half-way. */
const notTakenOut = async (orders: Collection<OrderDocument>, sequences: Sequences): Promise<Sequences> => {
  const $or = [
    { 'outbox.event.sequence': { $in: [...new Set([...sequences.values()].flat())] } },
    { outbox: { $size: 0 }, relayAt: { $exists: true } },
  ];
  const find = ($in: string[]) =>
    orders.find({ _id: { $in }, $or } as Filter<OrderDocument>, { projection: { _id: 1 } }).toArray();
  const found = (await Promise.all(slicesOf([...sequences.keys()]).map(find))).flat();
  return new Map(found.map(({ _id }) => [_id, sequences.get(_id) ?? []]));
};

const pullEvents = async (orders: Collection<OrderDocument>, sequences: Sequences): Promise<void> => {
  const pulls = [...sequences].map(([_id, $in]): AnyBulkWriteOperation<OrderDocument> => {
    const update = { $pull: { outbox: { 'event.sequence': { $in } } } } as unknown as UpdateFilter<OrderDocument>;
    return { updateOne: { filter: { _id }, update } };
  });
  await orders.bulkWrite(pulls, { ordered: false });
  const emptied: Filter<OrderDocument> = {
    _id: { $in: [...sequences.keys()] },
    relayAt: { $exists: true },
    outbox: { $size: 0 },
  };
  await orders.updateMany(emptied, { $unset: { relayAt: '' } }, { hint: '_id_' });
};

export const countOutboxes = async (orders: Collection<OrderDocument>): Promise<OutboxBacklog> => {
  const count = await orders.countDocuments({ relayAt: { $exists: true } });
  const [first] = await orders
    .find({ relayAt: { $exists: true } })
    .sort({ relayAt: 1 })
    .limit(1)
    .toArray();
  const oldestAt = first?.outbox[0]?.event.time;
  return oldestAt === undefined ? { orders: count } : { orders: count, oldestAt };
};
