import type { connectS3 } from '@oms/adapters-aws/s3';
import type { connectSqs } from '@oms/adapters-aws/sqs';
import type { ConnectedKafka } from '@oms/adapters-kafka';
import type { SqliteDatabase } from '@oms/adapters-local/sqlite';
import type { ConnectedMongo } from '@oms/adapters-mongo';
import type { connectRedis } from '@oms/adapters-redis';
import type {
  BulkOrderRepo,
  ClaimLedger,
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
  RestockFeed,
  RowReader,
} from '@oms/core';
import type { Logger } from 'pino';
import type { Config } from '../config/config-schema.js';
import type { CachedPairs } from '../observe/cached-pairs.js';
import type { Waiting } from './servers/waiting.js';
import type { StockIntake } from './stock-intake.js';

/** Everything that the container can give, by name: binding or asking for anything else does not compile. */
export interface BindingMap {
  config: Config;
  log: Logger;
  policy: Partial<Policy>;
  waiting: Waiting;
  /** Bound where a part needs it. */
  database: SqliteDatabase;
  mongo: ConnectedMongo;
  kafka: ConnectedKafka;
  redis: ReturnType<typeof connectRedis>;
  cachedPairs: CachedPairs;
  s3: ReturnType<typeof connectS3>;
  sqs: ReturnType<typeof connectSqs>;
  clock: Clock;
  ids: Ids;
  observer: Observer;
  orders: OrderRepo;
  bulkOrders: BulkOrderRepo;
  events: OrderEventBus;
  /** Bound where events come over something that others publish to as well. */
  restocks: RestockFeed;
  jobs: JobQueue;
  inventory: InventoryGateway;
  claims: ClaimLedger;
  stock: StockIntake;
  files: FileStore;
  rows: RowReader;
  rejections: RejectionWriter;
  oms: Oms;
}
