import {
  bulkOrderRepoContract,
  type Contract,
  type Harness,
  inventoryGatewayContract,
  jobQueueContract,
  type Opened,
  orderEventBusContract,
  orderRepoContract,
  runContract,
} from '@oms/core/contract';
import { describe, test } from 'vitest';
import {
  memoryBulkOrderRepo,
  memoryInventoryGateway,
  memoryJobQueue,
  memoryOrderEventBus,
  memoryOrderRepo,
} from './memory-harnesses.js';

const runner = {
  test: (name: string, run: () => Promise<void>): void => test(name, run),
  skip: (name: string, reason: string): void => test(name, ({ skip }) => skip(reason)),
};

const onMemory = <O extends Opened<unknown>>(contract: Contract<O>, harness: Harness<O>): void => {
  describe(`${contract.port} in memory`, async () => {
    await runContract(contract, harness, runner);
  });
};

onMemory(orderRepoContract, memoryOrderRepo);
onMemory(bulkOrderRepoContract, memoryBulkOrderRepo);
onMemory(inventoryGatewayContract, memoryInventoryGateway);
onMemory(jobQueueContract, memoryJobQueue);
onMemory(orderEventBusContract, memoryOrderEventBus);
