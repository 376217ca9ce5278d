import {
  bulkOrderRepoContract,
  type Contract,
  claimLedgerContract,
  clockContract,
  fileStoreContract,
  type Harness,
  idsContract,
  inventoryGatewayContract,
  jobQueueContract,
  type Opened,
  orderEventBusContract,
  orderRepoContract,
  rejectionWriterContract,
  restockFeedContract,
  rowReaderContract,
  runContract,
} from '@oms/core/contract';
import { describe, test } from 'vitest';
import * as memory from './memory-harnesses.js';

const runner = {
  test: (name: string, run: () => Promise<void>): void => test(name, run),
  skip: (name: string, reason: string): void => console.info(`left out: ${name} (${reason})`),
};

const onMemory = <O extends Opened<unknown>>(name: string, contract: Contract<O>, harness: Harness<O>): void => {
  describe(name, async () => {
    await runContract(contract, harness, runner);
  });
};

onMemory('MemoryOrderRepo', orderRepoContract, memory.memoryOrderRepo);
onMemory('MemoryBulkOrderRepo', bulkOrderRepoContract, memory.memoryBulkOrderRepo);
onMemory('MemoryInventoryGateway', inventoryGatewayContract, memory.memoryInventoryGateway);
onMemory('MemoryClaimLedger', claimLedgerContract, memory.memoryClaimLedger);
onMemory('MemoryJobQueue', jobQueueContract, memory.memoryJobQueue);
onMemory('MemoryOrderEventBus', orderEventBusContract, memory.memoryOrderEventBus);
onMemory('MemoryRestockFeed', restockFeedContract, memory.memoryRestockFeed);
onMemory('MemoryFileStore', fileStoreContract, memory.memoryFileStore);
onMemory('MemoryRowReader', rowReaderContract, memory.memoryRowReader);
onMemory('MemoryRejectionWriter', rejectionWriterContract, memory.memoryRejectionWriter);
onMemory('SystemClock', clockContract, memory.systemClock);
onMemory('ManualClock', clockContract, memory.manualClock);
onMemory('RandomIds', idsContract, memory.randomIds);
onMemory('SeededIds', idsContract, memory.seededIds);
