import { bulkOrderRepoContract, claimLedgerContract, orderRepoContract } from '@oms/core/contract';
import { onServer } from '../../../services/testing/on-server.js';
import { mongoBulkOrderRepo, mongoClaimLedger, mongoOrderRepo } from './mongo-harnesses.js';

onServer('mongo', ({ contract, address }) => {
  contract('MongoOrderRepo', orderRepoContract, mongoOrderRepo(address));
  contract('MongoBulkOrderRepo', bulkOrderRepoContract, mongoBulkOrderRepo(address));
  contract('MongoClaimLedger', claimLedgerContract, mongoClaimLedger(address));
});
