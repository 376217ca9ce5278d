import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectoryFileStore } from '@oms/adapters-local/files';
import { type Context, type InventoryGateway, readStock, type StockLine } from '@oms/core';
import { MemoryBulkOrderRepo, MemoryJobQueue, MemoryOrderEventBus } from '@oms/core/memory';
import type { OmsContainer } from '../container/create-container.js';
import { readSource, sourceFile } from './source-file.js';

/**
 * Rebinds what a dry run would write to: its own progress, jobs and events stay in memory and its files in a temporary
 * folder that is removed at the end. A stock file counts as known items without being loaded.
 */
export const bindCheck = async (
  container: OmsContainer,
  context: Context,
  stockFile: string | undefined,
): Promise<void> => {
  const clock = container.get('clock');
  const folder = await mkdtemp(join(tmpdir(), 'oms-check-'));
  (await container.rebind('bulkOrders')).toConstantValue(new MemoryBulkOrderRepo());
  (await container.rebind('jobs')).toConstantValue(new MemoryJobQueue(clock));
  (await container.rebind('events')).toConstantValue(new MemoryOrderEventBus(clock));
  (await container.rebind('files'))
    .toDynamicValue(() => new DirectoryFileStore(folder))
    .inSingletonScope()
    .onDeactivation(() => rm(folder, { recursive: true, force: true }));
  if (stockFile === undefined) return;
  const lines = await readStock(container.get('rows'), readSource(await sourceFile(stockFile)));
  const inventory = container.get('inventory');
  (await container.rebind('inventory')).toConstantValue(withKnown(inventory, context.tenantId, lines));
};

const withKnown = (inventory: InventoryGateway, tenantId: string, lines: readonly StockLine[]): InventoryGateway => {
  const known = new Set(lines.map(({ skuId, hubId }) => `${tenantId} ${hubId} ${skuId}`));
  return {
    supports: inventory.supports,
    claim: (tenant, claims) => inventory.claim(tenant, claims),
    release: (tenant, orderIds) => inventory.release(tenant, orderIds),
    check: async (tenant, pairs) => {
      const answers = await inventory.check(tenant, pairs);
      return pairs.map(({ skuId, hubId }, index) =>
        known.has(`${tenant} ${hubId} ${skuId}`) ? 'known' : (answers[index] ?? 'unknown'),
      );
    },
  };
};
