import { createOrders } from '@oms/core';
import { MemoryInventoryGateway, MemoryOrderEventBus, RandomIds, SystemClock } from '@oms/core/memory';
import { MapOrderRepo } from './map-order-repo.mjs';

const clock = new SystemClock();
const inventory = new MemoryInventoryGateway();
const events = new MemoryOrderEventBus(clock);
const orders = createOrders({ orders: new MapOrderRepo(), events, inventory, clock, ids: new RandomIds() });

const context = { tenantId: 'acme', actor: 'shop', requestId: 'request-1' };
const item = { skuId: 'green-tea', hubId: 'berlin' };
const stateOf = ({ status, hold }) => (hold === undefined ? status : `${status} (${hold.code})`);
const show = async (what) => {
  const order = await orders.getOrder(context, { orderId: 'order-1' });
  console.log(`${what}: ${stateOf(order)}, ${await inventory.stockOf('acme', item)} left`);
};

await inventory.deliver('acme', 'delivery-1', [{ ...item, quantity: 3 }]);
const wanted = { orderId: 'order-1', sellerId: 'tea-house', lines: [{ ...item, quantity: 4 }] };
const first = await orders.createOrder(context, wanted);
const again = await orders.createOrder(context, wanted);
console.log(`sent twice: ${first.outcome}, then ${again.outcome}`);

await orders.confirmOrders('acme', ['order-1']);
await show('too little stock');

await inventory.deliver('acme', 'delivery-2', [{ ...item, quantity: 3 }]);
await orders.restock(context, { pairs: [item] });
await orders.retryDue();
await show('restocked');

await orders.cancelOrder(context, { orderId: 'order-1' });
await show('cancelled');
