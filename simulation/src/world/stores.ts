import {
  MemoryBulkOrderStore,
  MemoryEvents,
  MemoryFiles,
  MemoryJobs,
  MemoryOrderStore,
  MemoryStock,
} from '@oms/core/memory';

/** What outlives every process of a run. */
export class Stores {
  readonly orders = new MemoryOrderStore();
  readonly bulkOrders = new MemoryBulkOrderStore();
  readonly events = new MemoryEvents();
  readonly jobs = new MemoryJobs();
  readonly files = new MemoryFiles();
  readonly stock = new MemoryStock();
}
