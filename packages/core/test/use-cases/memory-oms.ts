import {
  createOms,
  type Fact,
  type FileStore,
  type InventoryGateway,
  type OrderEventBus,
  type OrderRepo,
} from '../../src/index.js';
import {
  ManualClock,
  MemoryBulkOrderRepo,
  MemoryFileStore,
  MemoryInventoryGateway,
  MemoryJobQueue,
  MemoryOrderEventBus,
  MemoryOrderRepo,
  MemoryRejectionWriter,
  MemoryRowReader,
  SeededIds,
} from '../../src/memory/index.js';

interface Replacements {
  readonly orders?: (orders: OrderRepo) => OrderRepo;
  readonly inventory?: (inventory: InventoryGateway) => InventoryGateway;
  readonly events?: (events: OrderEventBus) => OrderEventBus;
  readonly files?: (files: FileStore) => FileStore;
}

const same = <T>(part: T): T => part;

/** OMS in memory with a clock that stands still, two items in stock, and every fact kept. */
export const memoryOms = async ({
  orders: o = same,
  inventory: i = same,
  events: e = same,
  files: f = same,
}: Replacements = {}) => {
  const clock = new ManualClock();
  const stock = new MemoryInventoryGateway();
  const orders = new MemoryOrderRepo();
  const bulkOrders = new MemoryBulkOrderRepo();
  const files = new MemoryFileStore();
  const jobs = new MemoryJobQueue(clock);
  const facts: Fact[] = [];
  const ports = {
    orders: o(orders),
    inventory: i(stock),
    events: e(new MemoryOrderEventBus(clock)),
    files: f(files),
    bulkOrders,
    jobs,
    clock,
    ids: new SeededIds(1),
    rows: new MemoryRowReader(),
    rejections: new MemoryRejectionWriter(),
    observer: { observe: (fact: Fact) => void facts.push(fact) },
    policy: { chunkRows: 2 },
  };
  await stock.deliver('t', 'first', [
    { skuId: 'tea', hubId: 'north', quantity: 10 },
    { skuId: 'cup', hubId: 'north', quantity: 1 },
  ]);
  return { oms: createOms(ports), ports, clock, stock, orders, bulkOrders, files, jobs, facts };
};

export const context = { tenantId: 't', actor: 'anna', requestId: 'r-1' };

export const tea = (quantity: number) => ({ sellerId: 's', lines: [{ skuId: 'tea', hubId: 'north', quantity }] });
