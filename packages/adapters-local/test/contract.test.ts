import {
  bulkOrderRepoContract,
  type Contract,
  claimLedgerContract,
  fileStoreContract,
  type Harness,
  inventoryGatewayContract,
  jobQueueContract,
  type Opened,
  orderEventBusContract,
  orderRepoContract,
  runContract,
} from '@oms/core/contract';
import { describe, test } from 'vitest';
import * as local from './local-harnesses.js';

const runner = {
  test: (name: string, run: () => Promise<void>): void => test(name, run),
  skip: (name: string, reason: string): void => console.info(`left out: ${name} (${reason})`),
};

const onLocal = <O extends Opened<unknown>>(name: string, contract: Contract<O>, harness: Harness<O>): void => {
  describe(name, async () => {
    await runContract(contract, harness, runner);
  });
};

onLocal('SqliteOrderRepo', orderRepoContract, local.sqliteOrderRepo);
onLocal('SqliteBulkOrderRepo', bulkOrderRepoContract, local.sqliteBulkOrderRepo);
onLocal('SqliteInventoryGateway', inventoryGatewayContract, local.sqliteInventoryGateway);
onLocal('SqliteClaimLedger', claimLedgerContract, local.sqliteClaimLedger);
onLocal('SqliteJobQueue', jobQueueContract, local.sqliteJobQueue);
onLocal('SqliteOrderEventBus', orderEventBusContract, local.sqliteOrderEventBus);
onLocal('DirectoryFileStore', fileStoreContract, local.directoryFileStore);
