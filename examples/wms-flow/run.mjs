// The flow of a service that asks its inventory in the `wms` dialect, on OMS: the same requests, the same files, the same port.
import { deepStrictEqual, match, strictEqual } from 'node:assert';
import { fileURLToPath } from 'node:url';
import { createdEvents, showEvent } from '../read-events.mjs';
import { ask, look, serve, startOms, until } from '../running-oms.mjs';
import { createWmsService } from './inventory-service.mjs';

const tenant = '1';
const inventory = createWmsService({ slowMs: Number(process.env.INVENTORY_SLOW_MS ?? 5) });
for (const hub of ['1', '2']) for (const sku of ['101', '102']) inventory.add(tenant, hub, sku, 100);
const wms = await serve(inventory.listener);

const oms = await startOms({
  OMS_PORT: process.env.OMS_PORT ?? '8081',
  OMS_UPLOAD_DIR: fileURLToPath(new URL('./storage', import.meta.url)),
  OMS_INVENTORY: 'http',
  OMS_INVENTORY_URL: wms.url,
  OMS_INVENTORY_DIALECT: 'wms',
});
console.log(`OMS listens on ${oms.url}.`);
try {
  const json = { sellerID: 1, filePath: 'storage/orders.csv' };
  const submitted = await ask(oms.url, '/api/v1/orders/bulkorder', { tenant, json });
  strictEqual(submitted.status, 202);
  const bulkOrder = `/api/v1/orders/bulkorder/${submitted.json.bulk_order_id}`;
  await until(async () => (await look(oms.url, bulkOrder, tenant)).state === 'completed');
  await until(async () => (await look(oms.url, '/api/v1/orders/counts', tenant)).holds.awaiting_check === undefined);
  await ask(oms.url, bulkOrder, { tenant });

  const order = (await ask(oms.url, '/api/v1/orders/1001', { tenant })).json;
  deepStrictEqual(
    [order.status, order.seller_id, order.lines],
    [
      'new_order',
      '1',
      [
        { sku_id: '101', hub_id: '1', quantity: 2 },
        { sku_id: '102', hub_id: '1', quantity: 1 },
      ],
    ],
  );
  const rejections = await ask(oms.url, `${bulkOrder}/rejections`, { tenant });
  match(rejections.text, /1004.*unknown_item/);
  match(rejections.text, /1005.*invalid_quantity/);
  const { status, holds } = (await ask(oms.url, '/api/v1/orders/counts', { tenant })).json;
  deepStrictEqual([status.new_order, holds], [2, { insufficient_stock: 1 }]);
  const single = { order_id: '2001', seller_id: 1, sku_id: 102, hub_id: 1, quantity: 1 };
  strictEqual((await ask(oms.url, '/api/v1/orders', { tenant, json: single })).status, 201);
  await until(async () => (await look(oms.url, '/api/v1/orders/2001', tenant)).status === 'new_order');
  const listed = await ask(oms.url, '/api/v1/orders?seller_id=1&status=new_order', { tenant });
  deepStrictEqual(listed.json.data.map(({ order_id }) => order_id).sort(), ['1001', '1002', '2001']);
  const created = await createdEvents(oms.dataFolder, ['1001', '2001']);
  deepStrictEqual([...created.keys()].sort(), ['1001', '2001']);
  console.log(`\n${showEvent(created.get('1001'))}`);
  deepStrictEqual(inventory.asked.map(({ orderId, skuId }) => `${orderId} ${skuId}`).sort(), [
    '1001 101',
    '1001 102',
    '1002 101',
    '1003 102',
    '2001 102',
  ]);
  strictEqual(inventory.left(tenant, '1', '101'), 98);
  console.log('\nEvery good row is in an order, every bad one is reported, and the stock is exact.');
} finally {
  await oms.stop();
  wms.close();
}
