import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@oms/core/contract';
import { expect } from 'vitest';
import { askApi } from '../ask-api.js';
import type { OrderFile } from '../order-file.js';
import { runOms } from '../run-oms.js';
import type { Cloud } from './cloud.js';

/** Loads a file's stock; resolves when it is there. */
export const loadStock = async ({ folder, env }: Cloud, { stockName }: OrderFile): Promise<void> => {
  const { status, stderr } = await runOms(['stock', 'load', stockName, '--tenant', 'acme'], { folder, env });
  expect([status, stderr]).toEqual([0, '']);
};

/** Uploads and submits a file; resolves with the address of its bulk order. */
export const submitFile = async (api: string, { folder }: Cloud, { name }: OrderFile): Promise<string> => {
  const uploaded = await askApi(`${api}/s3/filepath`, { csv: readFileSync(join(folder, name), 'utf8') });
  expect(uploaded.status).toBe(201);
  const submitted = await askApi(`${api}/orders/bulkorder`, { json: { filePath: uploaded.json.path } });
  expect(submitted.status).toBe(202);
  return `${api}/orders/bulkorder/${submitted.json.bulk_order_id}`;
};

/** Every bulk order has ended well, no order awaits its check, and everything is published. */
const expectSettled = async ({ container }: Cloud, tenantId: string): Promise<void> => {
  const bulkOrders = await container.get('bulkOrders').list(tenantId, { limit: 200 });
  expect(bulkOrders.filter(({ state }) => state !== 'completed')).toEqual([]);
  const { holds } = await container.get('orders').count(tenantId, {});
  expect([holds.awaiting_check, holds.inventory_unavailable]).toEqual([undefined, undefined]);
  expect(await container.get('orders').countUnpublished()).toEqual({ orders: 0 });
};

export const untilSettled = (cloud: Cloud, tenantId: string, withinMs: number): Promise<void> =>
  eventually(() => expectSettled(cloud, tenantId), { withinMs });

export const isSettled = (cloud: Cloud, tenantId: string): Promise<boolean> =>
  expectSettled(cloud, tenantId).then(
    () => true,
    () => false,
  );

/** Grows with every row that is covered and every order that is settled. */
export const progressOf = async ({ container }: Cloud, tenantId: string): Promise<number> => {
  const bulkOrders = await container.get('bulkOrders').list(tenantId, { limit: 200 });
  const rows = bulkOrders.reduce((sum, { progress }) => sum + progress.rowsRead, 0);
  const { status, holds } = await container.get('orders').count(tenantId, {});
  return rows + status.new_order + (holds.insufficient_stock ?? 0);
};
