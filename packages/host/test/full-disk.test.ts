import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@oms/core/contract';
import { expect, onTestFinished, test, vi } from 'vitest';
import { askApi } from './ask-api.js';
import { makeOrderFile, type OrderFile } from './order-file.js';
import { type RunOptions, runOms } from './run-oms.js';
import { startOms } from './start-oms.js';
import { temporaryFolder } from './temporary-folder.js';
import { unpublishedIn } from './unpublished-in.js';
import { verifyImport } from './verify-import.js';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const tenantId = 'acme';

const importOf = (file: OrderFile, options: RunOptions) =>
  runOms(['import', file.name, '--tenant', tenantId, '--stock', file.stockName], options);

const fullLine = /^oms: The disk of .+ is full: .+ Make room and try again\..* \(disk_full\)$/;

const expectFull = async (file: OrderFile, options: RunOptions): Promise<void> => {
  const { status, stdout, complaints } = await importOf(file, options);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(complaints).toEqual([expect.stringMatching(fullLine)]);
};

test.each([3, 9, 20])('an import whose disk is full from commit %i on says so, and goes on later', async (after) => {
  const folder = temporaryFolder();
  const file = await makeOrderFile(folder, { seed: 90 + after });
  await expectFull(file, { folder, preload: 'full-disk', env: { OMS_TEST_FULL_AFTER: String(after) } });
  expect((await importOf(file, { folder })).status).toBe(0);
  await verifyImport({ folder, tenantId, files: [file] });
});

const soon = { OMS_PROBE_EVERY_MS: '100' };

/** Where there was room for a settlement and none for a claim, orders are parked until the inventory is tried again. */
const parkedAreTried = async (folder: string): Promise<void> => {
  const oms = await startOms(['start'], { folder, env: soon });
  const isNoneParked = async () => {
    const { json } = await askApi(`${oms.api}/orders/counts`);
    expect(json.holds.inventory_unavailable).toBeUndefined();
    expect(unpublishedIn(join(folder, 'data', 'oms.db'))).toBe(0);
  };
  await eventually(isNoneParked, { withinMs: 20_000 });
  expect(await oms.end('SIGTERM')).toEqual({ status: 0, signal: null });
};

const mount = (...args: readonly string[]): boolean => {
  try {
    execFileSync('mount', args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

test('an import on a disk that really is full says so, and goes on when there is room', async ({ skip }) => {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  mkdirSync(data);
  if (!mount('-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', data)) return skip('no file system can be mounted here');
  onTestFinished(() => void execFileSync('umount', [data]));
  const file = await makeOrderFile(folder, { seed: 91 });
  await expectFull(file, { folder, env: soon });
  expect(mount('-o', 'remount,size=100m', data)).toBe(true);
  expect((await importOf(file, { folder, env: soon })).status).toBe(0);
  await parkedAreTried(folder);
  await verifyImport({ folder, tenantId, files: [file] });
});
