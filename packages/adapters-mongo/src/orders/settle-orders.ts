import { randomUUID } from 'node:crypto';
import { type OrderWrite, orderKey, type SettleAnswer } from '@oms/core';
import type { AnyBulkWriteOperation, Collection, UpdateFilter } from 'mongodb';
import { copyOf } from '../database/copy-of.js';
import { keptMarks, type OrderDocument, outboxOf, stateFields } from './order-document.js';

/** Compare-and-set of each. `run` may be repeated after its answer was lost: what it wrote bears its mark. */
export const settleOrders = (
  orders: Collection<OrderDocument>,
  writes: readonly OrderWrite[],
): { readonly run: () => Promise<readonly SettleAnswer[]> } => {
  const batch = randomUUID();
  const marks = writes.map((_, place) => `${batch}:${place}`);
  const updates = writes.map((write, place) => copyOf(updateOf(write, marks[place] as string)));
  const ids = writes.map(({ order }) => orderKey(order.tenantId, order.orderId));
  return {
    run: async () => {
      const { matchedCount } = await orders.bulkWrite(updates, { ordered: false });
      if (matchedCount === writes.length) return writes.map(() => 'done');
      const found = await orders.find({ _id: { $in: ids } }, { projection: { marks: 1 } }).toArray();
      const done = new Set(found.flatMap(({ marks: own }) => own));
      return marks.map((mark) => (done.has(mark) ? 'done' : 'lost'));
    },
  };
};

const updateOf = (write: OrderWrite, mark: string): AnyBulkWriteOperation<OrderDocument> => {
  const { order, areEarlierPublished = false } = write;
  const outbox = outboxOf(write);
  const relayAt = outbox.length === 0 ? undefined : write.relayAt;
  const fields = Object.entries({
    ...stateFields(order),
    ...(areEarlierPublished ? { outbox, relayAt } : {}),
  });
  const set = fields.filter(([, value]) => value !== undefined);
  const unset = fields.filter(([, value]) => value === undefined).map(([name]) => [name, '']);
  const isAppended = !areEarlierPublished && outbox.length > 0;
  const update = {
    $set: Object.fromEntries(set),
    ...(unset.length === 0 ? {} : { $unset: Object.fromEntries(unset) }),
    ...(isAppended ? { $min: { relayAt } } : {}),
    $push: {
      marks: { $each: [mark], $slice: -keptMarks },
      ...(isAppended ? { outbox: { $each: outbox } } : {}),
    },
  } as UpdateFilter<OrderDocument>;
  const filter = { _id: orderKey(order.tenantId, order.orderId), version: order.version - 1 };
  return { updateOne: { filter, update } };
};
