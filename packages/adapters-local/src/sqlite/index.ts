export { SqliteBulkOrderRepo } from './bulk-orders/sqlite-bulk-order-repo.js';
export { SqliteClaimLedger } from './claims/sqlite-claim-ledger.js';
export { type OpenDatabaseOptions, openDatabase } from './database/open-database.js';
export { SqliteDatabase } from './database/sqlite-database.js';
export { SqliteOrderEventBus, type SqliteOrderEventBusOptions } from './events/sqlite-order-event-bus.js';
export { type Delivered, SqliteInventoryGateway, type StockDelivery } from './inventory/sqlite-inventory-gateway.js';
export { SqliteJobQueue, type SqliteJobQueueOptions } from './jobs/sqlite-job-queue.js';
export { SqliteOrderRepo } from './orders/sqlite-order-repo.js';
