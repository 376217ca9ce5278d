import {
  MemoryBulkOrderRepo,
  MemoryFileStore,
  MemoryInventoryGateway,
  MemoryJobQueue,
  MemoryOrderEventBus,
  MemoryOrderRepo,
} from '@oms/core/memory';
import type { OmsContainer } from './create-container.js';

/** Nothing outlives the process. */
export const bindMemory = async (container: OmsContainer): Promise<void> => {
  const clock = container.get('clock');
  const inventory = new MemoryInventoryGateway();
  container.bind('orders').toConstantValue(new MemoryOrderRepo());
  container.bind('bulkOrders').toConstantValue(new MemoryBulkOrderRepo());
  container.bind('events').toConstantValue(new MemoryOrderEventBus(clock));
  container.bind('jobs').toConstantValue(new MemoryJobQueue(clock));
  container.bind('inventory').toConstantValue(inventory);
  container.bind('stock').toConstantValue({
    stockOf: (tenantId, pair) => inventory.stockOf(tenantId, pair),
    deliver: async (tenantId, { sha256, reference = '' }, lines) => ({
      applied: await inventory.deliver(tenantId, JSON.stringify([sha256, reference]), lines),
    }),
  });
  container.bind('files').toConstantValue(new MemoryFileStore());
};
