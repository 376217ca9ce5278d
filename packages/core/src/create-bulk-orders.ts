import { type OrderPorts, orderDeps } from './create-orders.js';
import { cancelBulkOrder } from './use-cases/cancel-bulk-order.js';
import type { BulkDeps, OrderDeps } from './use-cases/deps.js';
import { exportRejections } from './use-cases/export-rejections.js';
import { followBulkOrder } from './use-cases/follow-bulk-order.js';
import { getBulkOrder } from './use-cases/get-bulk-order.js';
import { listBulkOrders } from './use-cases/list-bulk-orders.js';
import { listRejections } from './use-cases/list-rejections.js';
import { processBulkOrder } from './use-cases/process-bulk-order.js';
import { submitBulkOrder } from './use-cases/submit-bulk-order.js';
import { sweepBulkOrders } from './use-cases/sweep-bulk-orders.js';
import { uploadFile } from './use-cases/upload-file.js';
import { bulkWorker } from './workers/bulk-worker.js';

/** The parts of bulk import, besides those of single orders. */
export type BulkPorts = OrderPorts & Omit<BulkDeps, keyof OrderDeps>;

/** Bulk import over your own ports. Nothing runs until it is called. */
export const createBulkOrders = (ports: BulkPorts) => {
  const deps: BulkDeps = { ...ports, ...orderDeps(ports) };
  return {
    uploadFile: uploadFile(deps),
    submitBulkOrder: submitBulkOrder(deps),
    getBulkOrder: getBulkOrder(deps),
    followBulkOrder: followBulkOrder(deps),
    listBulkOrders: listBulkOrders(deps),
    cancelBulkOrder: cancelBulkOrder(deps),
    listRejections: listRejections(deps),
    exportRejections: exportRejections(deps),
    processBulkOrder: processBulkOrder(deps),
    sweepBulkOrders: sweepBulkOrders(deps),
    workers: { bulk: bulkWorker(deps) },
  };
};
