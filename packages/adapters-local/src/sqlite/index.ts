export { openDatabase, type SqliteOptions } from './open-database.js';
export { SqliteBulkOrderRepo } from './sqlite-bulk-order-repo.js';
export type { SqliteDatabase } from './sqlite-database.js';
export { SqliteInventoryGateway, type StockDelivery } from './sqlite-inventory-gateway.js';
export { SqliteJobQueue, type SqliteJobQueueOptions } from './sqlite-job-queue.js';
export { SqliteOrderEventBus, type SqliteOrderEventBusOptions } from './sqlite-order-event-bus.js';
export { SqliteOrderRepo } from './sqlite-order-repo.js';
