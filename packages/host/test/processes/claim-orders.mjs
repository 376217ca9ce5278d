// Claims 1 of an item for each of many orders, 16 at a time, and tells how each was answered.
// Arguments: address of the inventory, first order, number of orders.
import { InventoryHttp, NativeInventoryGateway } from '@oms/adapters-inventory';

const [url, first, count] = process.argv.slice(2);
const gateway = new NativeInventoryGateway(new InventoryHttp(url, { concurrency: 16 }));
const counts = {};
let next = Number(first);
const end = next + Number(count);
const lane = async () => {
  while (next < end) {
    const orderId = `o-${next}`;
    next += 1;
    const lines = [{ skuId: 'tea', hubId: 'north', quantity: 1 }];
    const [{ answer }] = await gateway.claim('acme', [{ orderId, lines }]);
    counts[answer] = (counts[answer] ?? 0) + 1;
  }
};
await Promise.all(Array.from({ length: 16 }, lane));
process.stdout.write(JSON.stringify(counts));
