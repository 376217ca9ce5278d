import { SqliteBulkOrderRepo, SqliteOrderRepo } from '@oms/adapters-local/sqlite';
import { MongoBulkOrderRepo, MongoOrderRepo } from '@oms/adapters-mongo';
import { MemoryBulkOrderRepo, MemoryOrderRepo } from '@oms/core/memory';
import type { Parts } from '../../config/parts-of.js';
import type { OmsContainer } from '../create-container.js';
import { openMongo } from '../servers/open-mongo.js';
import { openSqlite } from '../servers/open-sqlite.js';

/** OrderRepo and BulkOrderRepo: what is true stands in one store. */
export const bindStore = {
  sqlite: async (container) => {
    const database = await openSqlite(container);
    container.bind('orders').toDynamicValue(() => new SqliteOrderRepo(database));
    container.bind('bulkOrders').toDynamicValue(() => new SqliteBulkOrderRepo(database));
  },
  mongo: async (container) => {
    const db = await openMongo(container);
    container.bind('orders').toDynamicValue(() => new MongoOrderRepo(db));
    container.bind('bulkOrders').toDynamicValue(() => new MongoBulkOrderRepo(db));
  },
  memory: async (container) => {
    container.bind('orders').toConstantValue(new MemoryOrderRepo());
    container.bind('bulkOrders').toConstantValue(new MemoryBulkOrderRepo());
  },
} as const satisfies Record<Parts['store'], (container: OmsContainer) => Promise<void>>;
