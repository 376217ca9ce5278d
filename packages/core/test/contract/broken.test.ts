import {
  bulkOrderRepoContract,
  type Contract,
  claimLedgerContract,
  clockContract,
  fileStoreContract,
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
import { describe, expect, test } from 'vitest';
import type { BrokenAdapter } from './broken/broken-adapter.js';
import { brokenBulkOrderRepos } from './broken/broken-bulk-order-repos.js';
import { brokenClaimLedgers } from './broken/broken-claim-ledgers.js';
import { brokenClocks } from './broken/broken-clocks.js';
import { brokenFileStores } from './broken/broken-file-stores.js';
import { brokenIds } from './broken/broken-ids.js';
import { brokenInventoryGateways } from './broken/broken-inventory-gateways.js';
import { brokenJobQueues } from './broken/broken-job-queues.js';
import { brokenOrderEventBuses } from './broken/broken-order-event-buses.js';
import { brokenOrderRepoData } from './broken/broken-order-repo.js';
import { brokenOrderRepoGroups } from './broken/broken-order-repo-groups.js';
import { brokenOrderRepoOutboxes } from './broken/broken-order-repo-outboxes.js';
import { brokenOrderRepoReads } from './broken/broken-order-repo-reads.js';
import { brokenOrderRepoWrites } from './broken/broken-order-repo-writes.js';
import { brokenRejectionWriters } from './broken/broken-rejection-writers.js';
import { brokenRestockFeeds } from './broken/broken-restock-feeds.js';
import { brokenRowReaders } from './broken/broken-row-readers.js';

/** The cases that would run over an adapter, by id. */
const casesOver = async <O extends Opened<unknown>>(contract: Contract<O>, { harness }: BrokenAdapter<O>) => {
  const cases = new Map<string, () => Promise<void>>();
  const idOf = (name: string): string => /\((.+?)\)/.exec(name)?.[1] ?? '';
  await runContract(contract, harness, { test: (name, run) => cases.set(idOf(name), run), skip: () => {} });
  return cases;
};

const brokenOn = <O extends Opened<unknown>>(contract: Contract<O>, adapters: readonly BrokenAdapter<O>[]): void => {
  describe(`The kit of ${contract.port}`, () => {
    for (const adapter of adapters) {
      test(`finds an adapter that ${adapter.fault}`, async () => {
        const cases = await casesOver(contract, adapter);
        for (const id of adapter.fails) {
          const run = cases.get(id);
          expect(run, `${id} is not run`).toBeDefined();
          const finding = await run?.().then(
            () => undefined,
            (error: unknown) => error,
          );
          expect(finding, `${id} passes`).toBeDefined();
        }
      });
    }

    test('has a broken adapter for every case', () => {
      const found = new Set(adapters.flatMap(({ fails }) => fails));
      expect(contract.cases.map(({ id }) => id).filter((id) => !found.has(id))).toEqual([]);
    });
  });
};

brokenOn(orderRepoContract, [
  ...brokenOrderRepoData,
  ...brokenOrderRepoWrites,
  ...brokenOrderRepoReads,
  ...brokenOrderRepoOutboxes,
  ...brokenOrderRepoGroups,
]);
brokenOn(bulkOrderRepoContract, brokenBulkOrderRepos);
brokenOn(inventoryGatewayContract, brokenInventoryGateways);
brokenOn(claimLedgerContract, brokenClaimLedgers);
brokenOn(jobQueueContract, brokenJobQueues);
brokenOn(orderEventBusContract, brokenOrderEventBuses);
brokenOn(restockFeedContract, brokenRestockFeeds);
brokenOn(fileStoreContract, brokenFileStores);
brokenOn(rowReaderContract, brokenRowReaders);
brokenOn(rejectionWriterContract, brokenRejectionWriters);
brokenOn(clockContract, brokenClocks);
brokenOn(idsContract, brokenIds);
