import { type BulkPorts, createBulkOrders } from './create-bulk-orders.js';
import { createOrders, orderDeps } from './create-orders.js';
import { relayWorker } from './workers/relay-worker.js';

/** The whole of OMS over your own ports: single orders, bulk import, and the loops; the relay sweeps bulk orders too. */
export const createOms = (ports: BulkPorts) => {
  const orders = createOrders(ports);
  const bulk = createBulkOrders(ports);
  const relay = relayWorker(orderDeps(ports), bulk.sweepBulkOrders);
  return { ...orders, ...bulk, workers: { ...orders.workers, ...bulk.workers, relay } };
};

export type Oms = ReturnType<typeof createOms>;
