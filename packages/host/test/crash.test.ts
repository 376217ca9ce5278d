import type { Order } from '@oms/core';
import { expect, test } from 'vitest';
import { killPoints } from './kill-points.js';
import { makeOrderFile, type OrderFile } from './order-file.js';
import { runOms } from './run-oms.js';
import { temporaryFolder } from './temporary-folder.js';
import { verifyImport } from './verify-import.js';

const seed = Number(process.env.OMS_TEST_SEED ?? 20_261);
const tenantId = 'acme';

const importOf = (folder: string, file: OrderFile, killAt?: string) =>
  runOms(['import', file.name, '--tenant', tenantId, '--stock', file.stockName, '--json'], {
    folder,
    ...(killAt === undefined ? {} : { preload: 'kill-at', env: { OMS_TEST_KILL_AT: killAt } }),
  });

const countsOf = (stdout: string) => {
  const { orders, rejected } = JSON.parse(stdout);
  return { orders, rejected: rejected.rows };
};

const versionOf = ({ orderId, version }: Order): string => `${orderId} ${version}`;

/** Kills the import at each point that it still reaches; resolves with those, after its end. */
const killAlong = async (folder: string, file: OrderFile, points: readonly string[]): Promise<readonly string[]> => {
  const killed: string[] = [];
  for (const point of points) {
    const { signal, status, stderr } = await importOf(folder, file, point);
    if (signal === 'SIGKILL') killed.push(point);
    else expect({ point, status, stderr }).toMatchObject({ point, status: 0 });
    if (signal === null) break;
  }
  return killed;
};

test.each(killPoints(seed))(
  `an import killed $where and started again is whole (seed ${seed})`,
  { timeout: 120_000 },
  async ({ number, points }) => {
    const folder = temporaryFolder();
    const file = await makeOrderFile(folder, { seed: seed + number });
    expect(await killAlong(folder, file, points)).toEqual(points);
    const last = await importOf(folder, file);
    expect({ status: last.status, complaints: last.complaints }).toEqual({ status: 0, complaints: [] });
    const stored = await verifyImport({ folder, tenantId, files: [file] });
    expect(stored.orders.some(({ status }) => status === 'on_hold')).toBe(true);
    const again = await importOf(folder, file);
    expect(again.status).toBe(0);
    expect(countsOf(again.stdout)).toEqual({
      orders: { created: 0, unchanged: file.orders.size },
      rejected: file.rejections.size,
    });
    const after = await verifyImport({ folder, tenantId, files: [file] });
    expect(after.stock).toEqual(stored.stock);
    expect(after.orders.map(versionOf)).toEqual(stored.orders.map(versionOf));
  },
);
