import { expect } from 'vitest';
import type { OrderFile } from '../order-file.js';
import { verifyLog } from '../verify-log.js';
import { type Stored, verifyStored } from '../verify-stored.js';
import type { Cloud } from './cloud.js';

/** Holds what is stored on the servers against what the files must have become; nothing is dead or left to publish. */
export const verifyCloud = async (cloud: Cloud, tenantId: string, files: readonly OrderFile[]): Promise<Stored> => {
  const { container } = cloud;
  const stored = await cloud.stored(tenantId);
  await verifyStored(container.get('bulkOrders'), { tenantId, files }, stored);
  verifyLog(await cloud.events(), stored.orders);
  expect(await container.get('orders').countUnpublished(), 'outboxes').toEqual({ orders: 0 });
  expect(await container.get('events').listDead(10), 'dead events').toEqual([]);
  expect(await container.get('jobs').listDead(10), 'dead jobs').toEqual([]);
  return stored;
};
