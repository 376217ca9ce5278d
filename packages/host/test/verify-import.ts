import { join } from 'node:path';
import { openDatabase, SqliteBulkOrderRepo, SqliteInventoryGateway, SqliteOrderRepo } from '@oms/adapters-local/sqlite';
import { allOrders } from './all-orders.js';
import { allStock } from './all-stock.js';
import type { OrderFile } from './order-file.js';
import { verifyReports } from './verify-bulk-orders.js';
import { verifyEvents } from './verify-events.js';
import { type Stored, verifyStored } from './verify-stored.js';

export interface VerifyInput {
  /** Where `oms` ran, with its `data` and `public`. */
  readonly folder: string;
  readonly tenantId: string;
  /** Everything that was imported. */
  readonly files: readonly OrderFile[];
}

/**
 * Holds what is stored against what the files must have become: each good row in one order, each bad row refused once with
 * its code, stock sold once, every event in the log, and nothing else. Resolves with what is stored.
 */
export const verifyImport = async (input: VerifyInput): Promise<Stored> => {
  const path = join(input.folder, 'data', 'oms.db');
  const database = await openDatabase(path);
  try {
    const stored: Stored = {
      orders: await allOrders(new SqliteOrderRepo(database), input.tenantId),
      stock: await allStock(new SqliteInventoryGateway(database), input.tenantId),
    };
    await verifyStored(new SqliteBulkOrderRepo(database), input, stored);
    await verifyReports(new SqliteBulkOrderRepo(database), input);
    verifyEvents(path, stored.orders);
    return stored;
  } finally {
    await database.close();
  }
};
