import { type Db, type IndexDescription, MongoServerError } from 'mongodb';
import { bulkOrderIndexes, rejectionIndexes } from '../bulk-orders/bulk-order-indexes.js';
import { orderIndexes, waitGroupIndexes } from '../orders/order-indexes.js';
import { openCollection } from './open-collection.js';

const indexes: Readonly<Record<string, readonly IndexDescription[]>> = {
  orders: orderIndexes,
  wait_groups: waitGroupIndexes,
  bulk_orders: bulkOrderIndexes,
  rejections: rejectionIndexes,
};

/** Makes the indexes that the repos need; those that are there stay. Run it before the first write, and after an upgrade. */
export const ensureIndexes = async (db: Db): Promise<void> => {
  for (const [name, descriptions] of Object.entries(indexes)) {
    await openCollection(db, name).createIndexes([...descriptions]);
  }
};

/** The indexes that are not there, as `collection.name`. */
export const missingIndexes = async (db: Db): Promise<readonly string[]> => {
  const missing: string[] = [];
  for (const [name, descriptions] of Object.entries(indexes)) {
    const there = await shapesIn(db, name);
    const lacking = descriptions.filter((description) => !there.has(shapeOf(description)));
    missing.push(...lacking.map((description) => `${name}.${description.name}`));
  }
  return missing;
};

/** An index of the same name that goes by something else is another one. */
const shapeOf = ({ name, key, unique = false }: Pick<IndexDescription, 'name' | 'key' | 'unique'>): string =>
  JSON.stringify([name, key, unique]);

const noCollection = 26;

const shapesIn = async (db: Db, name: string): Promise<ReadonlySet<string>> => {
  try {
    const found = await db.collection(name).listIndexes().toArray();
    return new Set(found.map((index) => shapeOf(index as unknown as IndexDescription)));
  } catch (error) {
    if (error instanceof MongoServerError && error.code === noCollection) return new Set();
    throw error;
  }
};
