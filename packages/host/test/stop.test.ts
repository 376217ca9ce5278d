import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { eventually } from '@oms/core/contract';
import { expect, onTestFinished, test } from 'vitest';
import { askApi } from './ask-api.js';
import { deafInventory } from './deaf-inventory.js';
import { runOms } from './run-oms.js';
import { type RunningOms, startOms } from './start-oms.js';
import { temporaryFolder } from './temporary-folder.js';

const withinMs = 10_000;
const rows = 40_000;
const header = 'order_id,sku_id,quantity,seller_id,hub_id\n';
const csv = `${header}${Array.from({ length: rows }, (_, n) => `o-${n},tea,1,s,north\n`).join('')}`;

const folderWithStock = async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'stock.csv'), `hub_id,sku_id,quantity\nnorth,tea,${rows}\n`);
  await runOms(['stock', 'load', 'stock.csv', '--tenant', 'acme'], { folder });
  return folder;
};

/** An upload of which a byte comes now and then, until its connection is closed. */
const dripUpload = ({ api }: RunningOms): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(api).port), '127.0.0.1', resolve);
    socket.on('error', () => undefined);
    socket.write('POST /s3/filepath HTTP/1.1\r\nHost: x\r\nX-Tenant-ID: acme\r\n');
    socket.write('Content-Type: text/csv\r\nContent-Length: 100000\r\n\r\na');
    const drip = setInterval(() => socket.writable && socket.write('a'), 100);
    socket.on('close', () => clearInterval(drip));
    onTestFinished(() => void socket.destroy());
  });

const endedIn = async (oms: RunningOms) => {
  const askedAt = performance.now();
  const end = await oms.end('SIGTERM');
  return { ...end, ms: performance.now() - askedAt };
};

test('in the middle of an import and of an upload that drips, a process hands back and goes', {
  timeout: 60_000,
}, async () => {
  const folder = await folderWithStock();
  const oms = await startOms(['start'], { folder });
  const { json: file } = await askApi(`${oms.api}/s3/filepath`, { csv });
  const { json: submitted } = await askApi(`${oms.api}/orders/bulkorder`, { json: { filePath: file.path } });
  await dripUpload(oms);
  const path = `/orders/bulkorder/${submitted.bulk_order_id}`;
  await eventually(async () => expect((await askApi(`${oms.api}${path}`)).json.progress.rows_read).toBeGreaterThan(0), {
    withinMs,
  });
  const { ms, ...end } = await endedIn(oms);
  expect(end).toEqual({ status: 0, signal: null });
  expect(ms).toBeLessThan(withinMs);
  expect(oms.stderr()).toBe('');
  const other = await startOms(['api'], { folder });
  const { json: left } = await askApi(`${other.api}${path}`);
  expect(left.state).toBe('queued');
  expect(left.progress.rows_read).toBeLessThan(rows);
  await other.end('SIGTERM');
});

test('a handler that stands still keeps a process no longer, nor does an upload that drips beside it', {
  timeout: 60_000,
}, async () => {
  const folder = await folderWithStock();
  const oms = await startOms(['start'], { folder, env: deafInventory(folder) });
  await askApi(`${oms.api}/orders`, { json: { seller_id: 's', sku_id: 'tea', hub_id: 'north', quantity: 1 } });
  await eventually(() => expect(oms.stdout()).toContain('asked'), { withinMs });
  await dripUpload(oms);
  const { ms, ...end } = await endedIn(oms);
  expect(end).toEqual({ status: 2, signal: null });
  expect(ms).toBeLessThan(withinMs);
  expect(oms.stderr()).toContain('(not_drained)');
});
