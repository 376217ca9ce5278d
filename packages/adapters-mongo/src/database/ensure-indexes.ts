import type { Db, IndexDescription } from 'mongodb';
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
