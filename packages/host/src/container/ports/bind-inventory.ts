import { SqliteInventoryGateway } from '@oms/adapters-local/sqlite';
import { type InventoryGateway, OmsError } from '@oms/core';
import { MemoryInventoryGateway } from '@oms/core/memory';
import type { Parts } from '../../config/parts-of.js';
import type { OmsContainer } from '../create-container.js';
import { openSqlite } from '../servers/open-sqlite.js';
import type { StockIntake } from '../stock-intake.js';

const elsewhere = (): Promise<never> => {
  const message = 'The stock is kept by the inventory service; bring deliveries in there.';
  return Promise.reject(new OmsError('invalid', 'stock_elsewhere', message));
};

const stockElsewhere: StockIntake = { deliver: elsewhere, stockOf: elsewhere };

/** Binds the stock intake, and gives the gateway. */
const inventories = {
  sqlite: async (container) => {
    const inventory = new SqliteInventoryGateway(await openSqlite(container));
    container.bind('stock').toConstantValue(inventory);
    return inventory;
  },
  memory: async (container) => {
    const inventory = new MemoryInventoryGateway();
    container.bind('stock').toConstantValue({
      stockOf: (tenantId, pair) => inventory.stockOf(tenantId, pair),
      deliver: async (tenantId, { sha256, reference = '' }, lines) => ({
        applied: await inventory.deliver(tenantId, JSON.stringify([sha256, reference]), lines),
      }),
    });
    return inventory;
  },
  http: async (container) => {
    container.bind('stock').toConstantValue(stockElsewhere);
    return (await import('./http-inventory.js')).httpInventory(container);
  },
} as const satisfies Record<Parts['inventory'], (container: OmsContainer) => Promise<InventoryGateway>>;

export const bindInventory = async (container: OmsContainer, { inventory, cache }: Parts): Promise<void> => {
  const gateway = await inventories[inventory](container);
  const cached = async () => (await import('./redis-cached.js')).redisCached(container, gateway);
  container.bind('inventory').toConstantValue(cache === 'none' ? gateway : await cached());
};
