// The product's intake alone: from the file in the store to durable orders on hold, each with its event in its outbox, as the
// bulk worker does it while the bus is down; publishing is measured with the whole pipeline. `--publish` publishes too.
// Prints {rows, orders, seconds, samples}.
import { createReadStream } from 'node:fs';
import { createContainer, parseConfig } from '@oms/host';
import { loadStock } from './load-stock.mjs';

const [, , file, folder, stock, mode] = process.argv;
const context = { tenantId: 'bench', actor: 'bench', requestId: 'bench' };
const container = await createContainer(parseConfig({ OMS_DATA_DIR: folder }));
const samples = [];
let startedAt = 0;
(await container.rebind('observer')).toConstantValue({
  observe: (fact) => {
    if (fact.kind === 'bulk_checkpoint') samples.push([fact.row - 1, performance.now() - startedAt]);
  },
});
if (mode !== '--publish') {
  const down = async () => {
    throw new Error('The bus is down.');
  };
  (await container.rebind('events')).toConstantValue({ publish: down, subscribe: down, listDead: down, redrive: down });
}

await loadStock(container, context, stock);
const oms = container.get('oms');
const { address } = await oms.uploadFile(context, { name: 'orders.csv', bytes: createReadStream(file) });
const { bulkOrder } = await oms.submitBulkOrder(context, { address });
startedAt = performance.now();
await oms.processBulkOrder({ tenantId: 'bench', bulkOrderId: bulkOrder.bulkOrderId });
const seconds = (performance.now() - startedAt) / 1_000;
const { state, progress } = await oms.getBulkOrder(context, bulkOrder);
if (state !== 'completed') throw new Error(`The import is ${state}.`);
await container.unbindAllAsync();
process.stdout.write(
  `${JSON.stringify({ rows: progress.rowsRead, orders: progress.ordersCreated, seconds, samples })}\n`,
);
