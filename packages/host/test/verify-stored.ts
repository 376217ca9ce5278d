import type { BulkOrderRepo, Order } from '@oms/core';
import { verifyBulkOrders } from './verify-bulk-orders.js';
import type { VerifyInput } from './verify-import.js';
import { verifyOrders } from './verify-orders.js';
import { verifyStock } from './verify-stock.js';

/** Everything that is stored, as the adapters read it. */
export interface Stored {
  readonly orders: readonly Order[];
  readonly stock: ReadonlyMap<string, number>;
}

/** Holds what is stored, wherever it is, against what the files must have become. */
export const verifyStored = async (
  bulkOrders: BulkOrderRepo,
  input: Omit<VerifyInput, 'folder'>,
  stored: Stored,
): Promise<void> => {
  const fileOfBulkOrder = await verifyBulkOrders(bulkOrders, input, stored.orders);
  verifyOrders(input.files, stored.orders, fileOfBulkOrder);
  verifyStock(input.files, stored);
};
