import { MongoBulkOrderRepo, MongoClaimLedger, MongoOrderRepo } from '@oms/adapters-mongo';
import type { OmsContainer } from '../create-container.js';
import { openMongo } from '../servers/open-mongo.js';

export const bindMongoStore = async (container: OmsContainer): Promise<void> => {
  const db = await openMongo(container);
  container.bind('orders').toDynamicValue(() => new MongoOrderRepo(db));
  container.bind('bulkOrders').toDynamicValue(() => new MongoBulkOrderRepo(db));
  container.bind('claims').toDynamicValue(() => new MongoClaimLedger(db));
};
