import { bulkOrderRepoContract } from './bulk-order-repo-contract.js';
import { claimLedgerContract } from './claim-ledger-contract.js';
import { clockContract } from './clock-contract.js';
import type { ContractCase } from './contract.js';
import { fileStoreContract } from './file-store-contract.js';
import { idsContract } from './ids-contract.js';
import { inventoryGatewayContract } from './inventory-gateway-contract.js';
import { jobQueueContract } from './job-queue-contract.js';
import { orderEventBusContract } from './order-event-bus-contract.js';
import { orderRepoContract } from './order-repo-contract.js';
import { rejectionWriterContract } from './rejection-writer-contract.js';
import { restockFeedContract } from './restock-feed-contract.js';
import { rowReaderContract } from './row-reader-contract.js';

/** What a contract promises, without what it takes to run it. */
export interface Promises {
  readonly port: string;
  readonly cases: readonly Pick<ContractCase<unknown>, 'id' | 'promise' | 'needs'>[];
}

/** Every contract of the kit. Observer has none: nothing that it promises can be seen from outside. */
export const contracts: readonly Promises[] = [
  orderRepoContract,
  bulkOrderRepoContract,
  inventoryGatewayContract,
  claimLedgerContract,
  jobQueueContract,
  orderEventBusContract,
  restockFeedContract,
  fileStoreContract,
  rowReaderContract,
  rejectionWriterContract,
  clockContract,
  idsContract,
];
