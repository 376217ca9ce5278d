export { MongoBulkOrderRepo } from './bulk-orders/mongo-bulk-order-repo.js';
export { MongoClaimLedger } from './claims/mongo-claim-ledger.js';
export { type ConnectedMongo, connectMongo } from './database/connect-mongo.js';
export { ensureIndexes, missingIndexes } from './database/ensure-indexes.js';
export type { MongoRepoOptions } from './database/open-collection.js';
export { MongoOrderRepo } from './orders/mongo-order-repo.js';
