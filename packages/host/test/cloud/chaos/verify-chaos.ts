import { expect } from 'vitest';
import type { OrderFile } from '../../order-file.js';
import { verifyLog } from '../../verify-log.js';
import { verifyStored } from '../../verify-stored.js';
import type { Cloud } from '../cloud.js';

export interface ChaosExpected {
  readonly tenantId: string;
  readonly files: readonly OrderFile[];
  /** Single orders that were accepted, each of one unit of tea in the north. */
  readonly accepted: readonly string[];
  /** What there was of it. */
  readonly tea: number;
}

/**
 * Every order that was accepted is stored once and confirmed, every row of every file is what it must become, stock is exact,
 * every event was published, and nothing is dead.
 */
export const verifyChaos = async (cloud: Cloud, { tenantId, files, accepted, tea }: ChaosExpected): Promise<void> => {
  const { container } = cloud;
  const { orders, stock } = await cloud.stored(tenantId);
  const single = orders.filter(({ source }) => source.kind === 'api');
  expect(single.map(({ orderId }) => orderId).sort(), 'single orders').toEqual([...accepted].sort());
  expect(single.filter(({ status }) => status !== 'new_order').map(({ orderId }) => orderId)).toEqual([]);
  expect(stock.get('north,tea'), 'tea').toBe(tea - accepted.length);
  const ofFiles = {
    orders: orders.filter(({ source }) => source.kind === 'bulk'),
    stock: new Map([...stock].filter(([pair]) => pair !== 'north,tea')),
  };
  await verifyStored(container.get('bulkOrders'), { tenantId, files }, ofFiles);
  verifyLog(await cloud.events(), orders);
  expect(await container.get('events').listDead(10), 'dead events').toEqual([]);
  expect(await container.get('jobs').listDead(10), 'dead jobs').toEqual([]);
};
