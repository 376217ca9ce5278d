import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { eventually } from '@oms/core/contract';
import { SeededIds } from '@oms/core/memory';
import { expect, test } from 'vitest';
import { askApi } from './ask-api.js';
import { makeOrderFile } from './order-file.js';
import { runOms } from './run-oms.js';
import { startOms } from './start-oms.js';
import { temporaryFolder } from './temporary-folder.js';
import { unpublishedIn } from './unpublished-in.js';
import { verifyImport } from './verify-import.js';

const seed = Number(process.env.OMS_TEST_SEED ?? 20_263);
const rounds = 6;

test('an import by the command beside a service that is at the same file is one import', {
  timeout: 60_000,
}, async () => {
  const folder = temporaryFolder();
  const file = await makeOrderFile(folder, { seed: 81 });
  const oms = await startOms(['start'], { folder, env: { OMS_UPLOAD_DIR: '.' } });
  await runOms(['stock', 'load', file.stockName, '--tenant', 'acme'], { folder });
  const submitted = askApi(`${oms.api}/orders/bulkorder`, { json: { filePath: file.name } });
  const imported = runOms(['import', file.name, '--tenant', 'acme', '--json'], { folder });
  const [{ status }, ended] = await Promise.all([submitted, imported]);
  expect([status, ended.status, ended.complaints]).toEqual([202, 0, []]);
  await eventually(
    async () => {
      const { json } = await askApi(`${oms.api}/orders/bulkorder`);
      expect(json.data.filter(({ state }: { state: string }) => state !== 'completed')).toEqual([]);
      expect(unpublishedIn(join(folder, 'data', 'oms.db'))).toBe(0);
    },
    { withinMs: 30_000 },
  );
  await oms.end('SIGTERM');
  await verifyImport({ folder, tenantId: 'acme', files: [file] });
});

test(`both killed ${rounds} times at one file, one or the other or together, it is one import (seed ${seed})`, {
  timeout: 120_000,
}, async () => {
  const folder = temporaryFolder();
  const file = await makeOrderFile(folder, { seed, rows: 6_000 });
  await runOms(['stock', 'load', file.stockName, '--tenant', 'acme'], { folder });
  const chance = new SeededIds(seed);
  const start = () => startOms(['start'], { folder, env: { OMS_UPLOAD_DIR: '.', OMS_CHUNK_ROWS: '20' } });
  const bulkOrders = async (api: string) => (await askApi(`${api}/orders/bulkorder`)).json.data;
  let goal = 0;
  let cutOff = 0;
  for (let round = 0; round < rounds; round += 1) {
    const oms = await start();
    let command: ChildProcess | undefined;
    await askApi(`${oms.api}/orders/bulkorder`, { json: { filePath: file.name } });
    const imported = runOms(['import', file.name, '--tenant', 'acme', '--json'], {
      folder,
      env: { OMS_CHUNK_ROWS: '20' },
      onStart: (child) => {
        command = child;
      },
    });
    goal += 1 + Math.floor(chance.random() * (file.rows / rounds));
    await eventually(
      async () => {
        const [first] = await bulkOrders(oms.api);
        expect(first.state === 'completed' || first.progress.rows_read >= goal).toBe(true);
      },
      { withinMs: 30_000 },
    );
    const [first] = await bulkOrders(oms.api);
    cutOff += Number(first.state !== 'completed');
    if (round % 3 !== 0) command?.kill('SIGKILL');
    if (round % 3 !== 1) await oms.end('SIGKILL');
    await imported;
    if (round % 3 === 1) expect(await oms.end('SIGTERM')).toEqual({ status: 0, signal: null });
  }
  expect(cutOff, 'rounds that cut off the import').toBeGreaterThan(1);
  const oms = await start();
  await eventually(
    async () => {
      for (const { state } of await bulkOrders(oms.api)) expect(state).toBe('completed');
      expect((await askApi(`${oms.api}/orders/counts`)).json.holds.awaiting_check ?? 0).toBe(0);
      expect(unpublishedIn(join(folder, 'data', 'oms.db'))).toBe(0);
    },
    { withinMs: 60_000 },
  );
  await oms.end('SIGTERM');
  await verifyImport({ folder, tenantId: 'acme', files: [file] });
});
