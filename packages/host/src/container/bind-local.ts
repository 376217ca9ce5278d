import { join } from 'node:path';
import { DirectoryFileStore } from '@oms/adapters-local/files';
import {
  openDatabase,
  SqliteBulkOrderRepo,
  SqliteInventoryGateway,
  SqliteJobQueue,
  SqliteOrderEventBus,
  SqliteOrderRepo,
} from '@oms/adapters-local/sqlite';
import type { OmsContainer } from './create-container.js';

/** Durable, one machine, nothing to install: one SQLite file and a folder of files. */
export const bindLocal = async (container: OmsContainer): Promise<void> => {
  const config = container.get('config');
  const database = await openDatabase(join(config.OMS_DATA_DIR, 'oms.db'), {
    synchronous: config.OMS_SQLITE_SYNCHRONOUS,
  });
  container
    .bind('database')
    .toDynamicValue(() => database)
    .onDeactivation((opened) => opened.close());
  container.get('database');
  container.bind('orders').toDynamicValue(() => new SqliteOrderRepo(database));
  container.bind('bulkOrders').toDynamicValue(() => new SqliteBulkOrderRepo(database));
  container
    .bind('events')
    .toDynamicValue(() => new SqliteOrderEventBus(database, { leaseMs: config.OMS_CONSUMER_LEASE_MS }));
  container.bind('jobs').toDynamicValue(() => new SqliteJobQueue(database));
  const inventory = new SqliteInventoryGateway(database);
  container.bind('inventory').toConstantValue(inventory);
  container.bind('stock').toConstantValue(inventory);
  container.bind('files').toDynamicValue(() => new DirectoryFileStore(join(config.OMS_DATA_DIR, 'files')));
};
