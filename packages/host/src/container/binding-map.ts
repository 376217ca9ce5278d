import type { SqliteDatabase } from '@oms/adapters-local/sqlite';
import type {
  BulkOrderRepo,
  Clock,
  FileStore,
  Ids,
  InventoryGateway,
  JobQueue,
  Observer,
  Oms,
  OrderEventBus,
  OrderRepo,
  Policy,
  RejectionWriter,
  RowReader,
} from '@oms/core';
import type { Logger } from 'pino';
import type { Config } from '../config/config-schema.js';
import type { StockIntake } from './stock-intake.js';

/** Everything that the container can give, by name: binding or asking for anything else does not compile. */
export interface BindingMap {
  config: Config;
  log: Logger;
  policy: Partial<Policy>;
  /** Bound in the local profile alone. */
  database: SqliteDatabase;
  clock: Clock;
  ids: Ids;
  observer: Observer;
  orders: OrderRepo;
  bulkOrders: BulkOrderRepo;
  events: OrderEventBus;
  jobs: JobQueue;
  inventory: InventoryGateway;
  stock: StockIntake;
  files: FileStore;
  rows: RowReader;
  rejections: RejectionWriter;
  oms: Oms;
}
