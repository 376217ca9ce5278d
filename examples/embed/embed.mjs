import { createOms } from '@oms/core';
import * as memory from '@oms/core/memory';

const clock = new memory.SystemClock();
const inventory = new memory.MemoryInventoryGateway();
const oms = createOms({
  clock,
  inventory,
  ids: new memory.RandomIds(),
  orders: new memory.MemoryOrderRepo(),
  events: new memory.MemoryOrderEventBus(clock),
  bulkOrders: new memory.MemoryBulkOrderRepo(),
  files: new memory.MemoryFileStore(),
  jobs: new memory.MemoryJobQueue(clock),
  rows: new memory.MemoryRowReader(),
  rejections: new memory.MemoryRejectionWriter(),
});

const context = { tenantId: 'acme', actor: 'shop', requestId: 'request-1' };
const item = { skuId: 'green-tea', hubId: 'berlin' };
await inventory.deliver('acme', 'delivery-1', [{ ...item, quantity: 10 }]);

const { order } = await oms.createOrder(context, { sellerId: 'tea-house', lines: [{ ...item, quantity: 4 }] });
console.log(`accepted: ${order.status} (${order.hold.code})`);

const stop = new AbortController();
const confirming = oms.workers.confirm.run(stop.signal);
let confirmed = order;
while (confirmed.status === 'on_hold') {
  await clock.sleep(5);
  confirmed = await oms.getOrder(context, { orderId: order.orderId });
}
stop.abort();
await confirming;

console.log(`confirmed: ${confirmed.status}, ${await inventory.stockOf('acme', item)} left`);
