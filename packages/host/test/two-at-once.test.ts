import type { ChildProcess } from 'node:child_process';
import { eventually } from '@oms/core/contract';
import { expect, test, vi } from 'vitest';
import { makeOrderFile, type OrderFile } from './order-file.js';
import { type Ended, runOms } from './run-oms.js';
import { tableSizes } from './table-sizes.js';
import { temporaryFolder } from './temporary-folder.js';
import { verifyImport } from './verify-import.js';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const tenantId = 'acme';

const importOf = (folder: string, file: OrderFile) =>
  runOms(['import', file.name, '--tenant', tenantId, '--stock', file.stockName, '--json'], { folder });

const endOf = ({ status, complaints }: Ended) => ({ status, complaints });
const well = { status: 0, complaints: [] };

const orderedBy = (stdout: string): number => {
  const { orders } = JSON.parse(stdout);
  return orders.created + orders.unchanged;
};

test('two imports of one file at once both end well and store each order once', async () => {
  const folder = temporaryFolder();
  const file = await makeOrderFile(folder, { seed: 71 });
  const ended = await Promise.all([importOf(folder, file), importOf(folder, file)]);
  expect(ended.map(endOf)).toEqual([well, well]);
  expect(ended.map(({ stdout }) => orderedBy(stdout))).toEqual([file.orders.size, file.orders.size]);
  await verifyImport({ folder, tenantId, files: [file] });
});

test('when one of two imports of a file is killed, the other ends well and has all of it', async () => {
  const folder = temporaryFolder();
  const file = await makeOrderFile(folder, { seed: 72 });
  const killed = runOms(['import', file.name, '--tenant', tenantId, '--stock', file.stockName], {
    folder,
    preload: 'kill-at',
    env: { OMS_TEST_KILL_AT: 'submit after 1' },
  });
  const [dead, ended] = await Promise.all([killed, importOf(folder, file)]);
  expect(dead.signal).toBe('SIGKILL');
  expect(endOf(ended)).toEqual(well);
  await verifyImport({ folder, tenantId, files: [file] });
});

test('an import that stood still until another had done its work spoils nothing of it', async () => {
  const folder = temporaryFolder();
  const file = await makeOrderFile(folder, { seed: 75 });
  let asleep: ChildProcess | undefined;
  const late = runOms(['import', file.name, '--tenant', tenantId, '--stock', file.stockName, '--json'], {
    folder,
    preload: 'kill-at',
    env: { OMS_TEST_KILL_AT: 'checkpoint before 3', OMS_TEST_SIGNAL: 'SIGSTOP' },
    onStart: (child) => {
      asleep = child;
    },
  });
  await eventually(() => expect(tableSizes(folder).orders).toBeGreaterThan(0), { withinMs: 10_000 });
  expect(endOf(await importOf(folder, file))).toEqual(well);
  asleep?.kill('SIGCONT');
  expect(endOf(await late)).toEqual(well);
  await verifyImport({ folder, tenantId, files: [file] });
});

test('imports of two files at once on one data folder are both whole', async () => {
  const folder = temporaryFolder();
  const files = [await makeOrderFile(folder, { seed: 73 }), await makeOrderFile(folder, { seed: 74 })];
  const ended = await Promise.all(files.map((file) => importOf(folder, file)));
  expect(ended.map(endOf)).toEqual([well, well]);
  expect(ended.map(({ stdout }) => orderedBy(stdout))).toEqual(files.map(({ orders }) => orders.size));
  // An order may have been refused before the other file's stock came: loading it again gives those that wait their turn.
  for (const { stockName } of files) await runOms(['stock', 'load', stockName, '--tenant', tenantId], { folder });
  await verifyImport({ folder, tenantId, files });
});
