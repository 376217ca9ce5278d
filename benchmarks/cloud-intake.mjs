// The product's intake on servers: from the file in S3 to durable orders on hold in MongoDB, each announced on Kafka, and the
// bulk order completed. Nobody settles the orders here, so that each outbox is emptied by an update of its own, most of them after
// that: `secondsToMark` counts those too. Prints {rows, orders, seconds, secondsToMark}.
import { createReadStream } from 'node:fs';
import { createContainer, loadConfig } from '@oms/host';
import { loadStock } from './load-stock.mjs';

const [, , file, stock] = process.argv;
const context = { tenantId: 'bench', actor: 'bench', requestId: 'bench' };
const container = await createContainer(loadConfig());
await loadStock(container, context, stock);
const oms = container.get('oms');
const { address } = await oms.uploadFile(context, { name: 'orders.csv', bytes: createReadStream(file) });
const { bulkOrder } = await oms.submitBulkOrder(context, { address });
const bulkOrders = container.get('bulkOrders');
const finish = bulkOrders.finish.bind(bulkOrders);
let completedAt;
bulkOrders.finish = async (...args) => {
  const answer = await finish(...args);
  completedAt = performance.now();
  return answer;
};
const startedAt = performance.now();
await oms.processBulkOrder({ tenantId: 'bench', bulkOrderId: bulkOrder.bulkOrderId });
const secondsToMark = (performance.now() - startedAt) / 1_000;
const seconds = (completedAt - startedAt) / 1_000;
const { state, progress } = await oms.getBulkOrder(context, bulkOrder);
const { orders: unpublished } = await container.get('orders').countUnpublished();
if (state !== 'completed' || unpublished > 0) throw new Error(`${state}, ${unpublished} orders are not published.`);
await container.get('mongo').db.dropDatabase();
await container.unbindAllAsync();
process.stdout.write(
  `${JSON.stringify({ rows: progress.rowsRead, orders: progress.ordersCreated, seconds, secondsToMark })}\n`,
);
