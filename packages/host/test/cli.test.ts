import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { makeOrderFile } from './order-file.js';
import { refusedInReport } from './refused-in-report.js';
import { runOms } from './run-oms.js';
import { tableSizes } from './table-sizes.js';
import { temporaryFolder } from './temporary-folder.js';
import { verifyImport } from './verify-import.js';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const tenantId = 'acme';

test('--json prints one line with exactly the keys that programs read', async () => {
  const folder = temporaryFolder();
  const file = await makeOrderFile(folder, { seed: 51 });
  const args = ['import', file.name, '--tenant', tenantId, '--stock', file.stockName, '--json'];
  const { stdout } = await runOms(args, { folder });
  expect(stdout).toMatch(/^\{.*\}\n$/);
  const summary = JSON.parse(stdout);
  const { orders } = await verifyImport({ folder, tenantId, files: [file] });
  const confirmed = orders.filter(({ status }) => status === 'new_order').length;
  const number = expect.any(Number);
  expect(summary).toStrictEqual({
    rows: file.rows,
    orders: { created: orders.length, unchanged: 0 },
    confirmed,
    held: { insufficient_stock: orders.length - confirmed },
    rejected: { rows: file.rejections.size, report: expect.stringMatching(/^public\/invalid_orders_.+\.csv$/) },
    seconds: number,
    rows_per_second: number,
    peak_memory_bytes: number,
  });
  expect(Object.keys(summary)).toEqual([
    'rows',
    'orders',
    'confirmed',
    'held',
    'rejected',
    'seconds',
    'rows_per_second',
    'peak_memory_bytes',
  ]);
});

test('--check reports what the import then does, and stores nothing', async () => {
  const folder = temporaryFolder();
  const file = await makeOrderFile(folder, { seed: 52 });
  const args = ['import', file.name, '--tenant', tenantId, '--stock', file.stockName, '--json'];
  const checked = JSON.parse((await runOms([...args, '--check'], { folder })).stdout);
  const sizes = tableSizes(folder);
  for (const table of ['orders', 'bulk_orders', 'stock', 'deliveries', 'claims', 'events', 'jobs', 'rejections'])
    expect([table, sizes[table]]).toEqual([table, 0]);
  expect(existsSync(join(folder, 'data', 'files'))).toBe(false);
  const report = readdirSync(join(folder, 'public')).map((name) => join(folder, 'public', name));
  expect(report).toEqual([join(folder, checked.rejected.report)]);
  const inReport = await refusedInReport(join(folder, checked.rejected.report));
  const imported = JSON.parse((await runOms(args, { folder })).stdout);
  expect(inReport).toEqual(await refusedInReport(join(folder, imported.rejected.report)));
  expect({ rows: checked.rows, orders: checked.orders, rejected: checked.rejected.rows }).toEqual({
    rows: imported.rows,
    orders: imported.orders,
    rejected: imported.rejected.rows,
  });
});

test('an interrupted import exits with 2, says that the command goes on, and does', async () => {
  const folder = temporaryFolder();
  const file = await makeOrderFile(folder, { seed: 53 });
  const args = ['import', file.name, '--tenant', tenantId, '--stock', file.stockName];
  const interrupted = await runOms(args, {
    folder,
    preload: 'kill-at',
    env: { OMS_TEST_KILL_AT: 'checkpoint after 3', OMS_TEST_SIGNAL: 'SIGINT' },
  });
  expect({ status: interrupted.status, stdout: interrupted.stdout, complaints: interrupted.complaints }).toEqual({
    status: 2,
    stdout: '',
    complaints: ['oms: Interrupted; the same command goes on where it stopped. (interrupted)'],
  });
  expect(tableSizes(folder).orders).toBeLessThan(file.orders.size);
  expect((await runOms(args, { folder })).status).toBe(0);
  await verifyImport({ folder, tenantId, files: [file] });
  expect(tableSizes(folder).bulk_orders).toBe(1);
});
