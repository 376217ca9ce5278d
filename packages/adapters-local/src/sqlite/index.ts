export { type OpenDatabaseOptions, openDatabase } from './database/open-database.js';
export { SqliteDatabase } from './database/sqlite-database.js';
export { SqliteOrderRepo } from './orders/sqlite-order-repo.js';
