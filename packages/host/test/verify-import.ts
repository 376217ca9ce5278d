import { join } from 'node:path';
import { openDatabase, SqliteBulkOrderRepo, SqliteInventoryGateway, SqliteOrderRepo } from '@oms/adapters-local/sqlite';
import type { Order } from '@oms/core';
import { allOrders } from './all-orders.js';
import type { OrderFile } from './order-file.js';
import { verifyBulkOrders } from './verify-bulk-orders.js';
import { verifyEvents } from './verify-events.js';
import { verifyOrders } from './verify-orders.js';
import { verifyStock } from './verify-stock.js';

export interface VerifyInput {
  /** Where `oms` ran, with its `data` and `public`. */
  readonly folder: string;
  readonly tenantId: string;
  /** Everything that was imported. */
  readonly files: readonly OrderFile[];
}

/** Everything that is stored, as the adapters read it. */
export interface Stored {
  readonly orders: readonly Order[];
  readonly stock: ReadonlyMap<string, number>;
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
    const fileOfBulkOrder = await verifyBulkOrders(new SqliteBulkOrderRepo(database), input, stored.orders);
    verifyOrders(input.files, stored.orders, fileOfBulkOrder);
    verifyStock(input.files, stored);
    verifyEvents(path, stored.orders);
    return stored;
  } finally {
    await database.close();
  }
};

const allStock = async (gateway: SqliteInventoryGateway, tenantId: string): Promise<ReadonlyMap<string, number>> => {
  const stock = new Map<string, number>();
  for await (const page of gateway.stock(tenantId)) {
    for (const { hubId, skuId, quantity } of page) stock.set(`${hubId},${skuId}`, quantity);
  }
  return stock;
};
