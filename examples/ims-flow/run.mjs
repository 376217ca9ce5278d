// The flow of a service that asks its inventory in the `ims` dialect, on OMS: the same requests, the same files, the same port.
import { deepStrictEqual, match, ok, strictEqual } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createdEvents, showEvent } from '../read-events.mjs';
import { ask, look, serve, startOms, until } from '../running-oms.mjs';
import { createImsService } from './inventory-service.mjs';

const tenant = 'acme';
const inventory = createImsService({ slowMs: Number(process.env.INVENTORY_SLOW_MS ?? 5) });
for (const hub of ['hub-1', 'hub-2']) for (const sku of ['tea', 'coffee']) inventory.add(tenant, hub, sku, 100);
const ims = await serve(inventory.listener);

const oms = await startOms({
  OMS_PORT: process.env.OMS_PORT ?? '8080',
  OMS_UPLOAD_DIR: fileURLToPath(new URL('./uploads', import.meta.url)),
  OMS_INVENTORY: 'http',
  OMS_INVENTORY_URL: ims.url,
  OMS_INVENTORY_DIALECT: 'ims',
});
console.log(`OMS listens on ${oms.url}.`);
try {
  const csv = readFileSync(new URL('./uploads/orders.csv', import.meta.url), 'utf8');
  const uploaded = await ask(oms.url, '/s3/filepath', { tenant, json: { filePath: 'orders.csv' } });
  strictEqual(uploaded.status, 201);
  match(uploaded.json.path, /^s3:\/\//);
  const submitted = await ask(oms.url, '/orders/bulkorder', { tenant, json: { filePath: uploaded.json.path } });
  strictEqual(submitted.status, 202);
  const bulkOrder = `/orders/bulkorder/${submitted.json.bulk_order_id}`;
  await until(async () => (await look(oms.url, bulkOrder, tenant)).state === 'completed');
  const single = {
    order_id: 'ims-9',
    seller_id: 'seller-1',
    sku_id: 'tea',
    hub_id: 'hub-1',
    quantity: 1,
    price: '4.50',
  };
  strictEqual((await ask(oms.url, '/orders', { tenant, json: single })).status, 201);
  await until(async () => (await look(oms.url, '/orders/counts', tenant)).holds.awaiting_check === undefined);

  const { progress } = (await ask(oms.url, bulkOrder, { tenant })).json;
  strictEqual(progress.rows_read, csv.trim().split('\n').length - 1);
  const rejections = await ask(oms.url, `${bulkOrder}/rejections`, { tenant });
  match(rejections.text, /ims-4.*unknown_item/);
  match(rejections.text, /ims-5.*invalid_quantity/);
  match(rejections.text, /ims-7.*invalid_price/);
  if (process.env.OMS_PROFILE !== 'cloud') {
    const [report] = readdirSync(oms.publicFolder);
    match(report, /^invalid_orders_\d{8}T\d{6}Z-.*\.csv$/);
    console.log(`\npublic/${report}`);
  }

  const today = new Date().toISOString().slice(0, 10);
  const query = `seller_id=seller-1&status=new_order&start_date=${today}&end_date=${today}`;
  const listed = await ask(oms.url, `/orders?${query}`, { tenant });
  deepStrictEqual(listed.json.data.map(({ order_id }) => order_id).sort(), ['ims-1', 'ims-2', 'ims-9']);
  const { status, holds } = (await ask(oms.url, '/orders/counts', { tenant })).json;
  deepStrictEqual([status.new_order, holds], [4, { insufficient_stock: 1 }]);
  const created = await createdEvents(oms.dataFolder, ['ims-1', 'ims-9']);
  deepStrictEqual([...created.keys()].sort(), ['ims-1', 'ims-9']);
  console.log(`\n${showEvent(created.get('ims-9'))}`);
  ok((await fetch(`${oms.url}/swagger/index.html`)).ok);

  const asked = inventory.asked.map(({ hubId, skuId, quantity }) => `${quantity} ${skuId} ${hubId}`);
  strictEqual(new Set(asked).size, asked.length, 'a line was asked for twice');
  deepStrictEqual([inventory.left(tenant, 'hub-1', 'tea'), inventory.left(tenant, 'hub-1', 'coffee')], [97, 99]);
  console.log('\nEvery good row is an order, every bad one is reported, and the stock is exact.');
} finally {
  await oms.stop();
  ims.close();
}
