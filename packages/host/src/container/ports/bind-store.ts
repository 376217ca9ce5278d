import { SqliteBulkOrderRepo, SqliteClaimLedger, SqliteOrderRepo } from '@oms/adapters-local/sqlite';
import { MemoryBulkOrderRepo, MemoryClaimLedger, MemoryOrderRepo } from '@oms/core/memory';
import type { Parts } from '../../config/parts-of.js';
import type { OmsContainer } from '../create-container.js';
import { openSqlite } from '../servers/open-sqlite.js';

/** OrderRepo, BulkOrderRepo and ClaimLedger: what is true stands in one store. Clients of servers are loaded where they are needed. */
export const bindStore = {
  sqlite: async (container) => {
    const database = await openSqlite(container);
    container.bind('orders').toDynamicValue(() => new SqliteOrderRepo(database));
    container.bind('bulkOrders').toDynamicValue(() => new SqliteBulkOrderRepo(database));
    container.bind('claims').toDynamicValue(() => new SqliteClaimLedger(database));
  },
  mongo: async (container) => (await import('./bind-mongo-store.js')).bindMongoStore(container),
  memory: async (container) => {
    container.bind('orders').toConstantValue(new MemoryOrderRepo());
    container.bind('bulkOrders').toConstantValue(new MemoryBulkOrderRepo());
    container.bind('claims').toConstantValue(new MemoryClaimLedger());
  },
} as const satisfies Record<Parts['store'], (container: OmsContainer) => Promise<void>>;
