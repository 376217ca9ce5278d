import { bulkOrderRepoContract, orderRepoContract } from '@oms/core/contract';
import { onServer } from '../../../services/testing/on-server.js';
import { mongoBulkOrderRepo, mongoOrderRepo } from './mongo-harnesses.js';

onServer('mongo', ({ contract, address }) => {
  contract('MongoOrderRepo', orderRepoContract, mongoOrderRepo(address));
  contract('MongoBulkOrderRepo', bulkOrderRepoContract, mongoBulkOrderRepo(address));
});
