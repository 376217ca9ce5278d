import { randomUUID } from 'node:crypto';
import type { InsertAnswer, Order, OrderWrite, TenantId } from '@oms/core';
import type { Collection } from 'mongodb';
import { takenPlaces } from '../database/driver-error.js';
import type { OrderDocument } from './order-document.js';
import { orderDocumentOf } from './order-document.js';

interface Insert {
  readonly place: number;
  readonly mark: string;
  readonly write: OrderWrite;
  readonly document: OrderDocument;
}

export interface InsertDeps {
  readonly orders: Collection<OrderDocument>;
  /** Stored documents as a caller is shown them. */
  readonly show: (documents: readonly OrderDocument[]) => Promise<readonly Order[]>;
}

/**
 * Inserts what is not taken, and answers for each. One call of `run` may be repeated after its answer was lost: what it stored
 * bears its mark.
 */
export const insertOrders = (
  { orders, show }: InsertDeps,
  tenantId: TenantId,
  writes: readonly OrderWrite[],
): { readonly run: () => Promise<readonly InsertAnswer[]> } => {
  const batch = randomUUID();
  const answers: (InsertAnswer | undefined)[] = writes.map(() => undefined);
  const inserts = writes.map((write, place): Insert => {
    const mark = `${batch}:${place}`;
    return { place, mark, write, document: orderDocumentOf(tenantId, write, mark) };
  });
  const open = () => inserts.filter(({ place }) => answers[place] === undefined);

  const store = async (): Promise<void> => {
    const batchOf = open();
    const taken = await takenOf(orders, batchOf);
    for (const insert of batchOf) if (!taken.includes(insert)) answers[insert.place] = created(insert);
    await answerTaken(taken);
  };

  const answerTaken = async (taken: readonly Insert[]): Promise<void> => {
    const stored = await findAll(orders, '_id', taken);
    const requests = await findAll(
      orders,
      'request',
      taken.filter(({ document }) => !stored.has(document._id)),
    );
    const found = taken.flatMap((insert) => {
      const document = stored.get(insert.document._id) ?? requests.get(insert.document.request ?? '');
      return document === undefined ? [] : [{ insert, document }];
    });
    const shown = await show(found.map(({ document }) => document));
    found.forEach(({ insert, document }, index) => {
      answers[insert.place] = answerOf(insert, document, shown[index] as Order);
    });
  };

  return {
    // What stood in the way may have gone by the time it is read: then the insert is due again.
    run: async () => {
      while (open().length > 0) await store();
      return answers as InsertAnswer[];
    },
  };
};

const created = ({ write }: Insert): InsertAnswer => ({ answer: 'created', order: write.order });

const answerOf = (insert: Insert, document: OrderDocument, order: Order): InsertAnswer => {
  if (document._id !== insert.document._id) return { answer: 'conflict', on: 'idempotency_key', order };
  if (document.marks.includes(insert.mark)) return created(insert);
  if (document.fingerprint === insert.write.order.fingerprint) return { answer: 'unchanged', order };
  return { answer: 'conflict', on: 'order_id', order };
};

/** Inserts, and says which of them were in the way of others. */
const takenOf = async (orders: Collection<OrderDocument>, inserts: readonly Insert[]): Promise<readonly Insert[]> => {
  try {
    await orders.insertMany(
      inserts.map(({ document }) => document),
      { ordered: false },
    );
    return [];
  } catch (error) {
    const places = takenPlaces(error);
    if (places === undefined) throw error;
    return places.map((place) => inserts[place] as Insert);
  }
};

const findAll = async (
  orders: Collection<OrderDocument>,
  field: '_id' | 'request',
  inserts: readonly Insert[],
): Promise<ReadonlyMap<string, OrderDocument>> => {
  const keys = inserts.flatMap(({ document }) => document[field] ?? []);
  if (keys.length === 0) return new Map();
  const found = await orders.find({ [field]: { $in: keys } }).toArray();
  return new Map(found.map((document) => [document[field] as string, document]));
};
