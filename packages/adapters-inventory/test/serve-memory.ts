import { createInventoryServer, type StockBook } from '@oms/adapters-http/inventory-server';
import { MemoryInventoryGateway, MemoryRowReader } from '@oms/core/memory';

/** The reference server over an inventory in memory. */
export const serveMemory = () => {
  const memory = new MemoryInventoryGateway();
  const stock: StockBook = {
    stockOf: (tenantId, pair) => memory.stockOf(tenantId, pair),
    deliver: async (tenantId, { sha256, reference = '' }, lines) => ({
      applied: await memory.deliver(tenantId, `${sha256} ${reference}`, lines),
    }),
  };
  return { memory, listener: createInventoryServer({ inventory: memory, stock, rows: new MemoryRowReader() }) };
};
