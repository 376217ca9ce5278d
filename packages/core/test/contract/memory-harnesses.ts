import type { Harness, OpenedBulkOrderRepo, OpenedInventoryGateway, OpenedOrderRepo } from '@oms/core/contract';
import {
  MemoryBulkOrderRepo,
  MemoryBulkOrderStore,
  MemoryInventoryGateway,
  MemoryOrderRepo,
  MemoryOrderStore,
  MemoryStock,
} from '@oms/core/memory';

const close = async (): Promise<void> => {};

export const memoryOrderRepo: Harness<OpenedOrderRepo> = {
  async open() {
    const store = new MemoryOrderStore();
    return { subject: new MemoryOrderRepo(store), again: async () => new MemoryOrderRepo(store), close };
  },
};

export const memoryBulkOrderRepo: Harness<OpenedBulkOrderRepo> = {
  async open() {
    const store = new MemoryBulkOrderStore();
    return { subject: new MemoryBulkOrderRepo(store), again: async () => new MemoryBulkOrderRepo(store), close };
  },
};

export const memoryInventoryGateway: Harness<OpenedInventoryGateway> = {
  async open() {
    const stock = new MemoryStock();
    const subject = new MemoryInventoryGateway(stock);
    let deliveries = 0;
    return {
      subject,
      again: async () => new MemoryInventoryGateway(stock),
      async deliver(tenantId, lines) {
        deliveries += 1;
        await subject.deliver(tenantId, `delivery-${deliveries}`, lines);
      },
      close,
    };
  },
};
