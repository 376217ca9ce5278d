import type { Harness, OpenedOrderRepo } from '@oms/core/contract';
import { MemoryOrderRepo, MemoryOrderStore } from '@oms/core/memory';

const close = async (): Promise<void> => {};

export const memoryOrderRepo: Harness<OpenedOrderRepo> = {
  async open() {
    const store = new MemoryOrderStore();
    return { subject: new MemoryOrderRepo(store), again: async () => new MemoryOrderRepo(store), close };
  },
};
