import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { runOms } from './run-oms.js';
import { temporaryFolder } from './temporary-folder.js';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const tenant = ['--tenant', 'acme'];

/** Twelve orders of one item, three units each, and stock for four of them. */
const withWaiting = async (): Promise<string> => {
  const folder = temporaryFolder();
  const rows = Array.from({ length: 12 }, (_, index) => `A-${index},sku-1,3,s,hub-1\n`);
  writeFileSync(join(folder, 'orders.csv'), `order_id,sku_id,quantity,seller_id,hub_id\n${rows.join('')}`);
  writeFileSync(join(folder, 'stock.csv'), 'hub_id,sku_id,quantity\nhub-1,sku-1,12\n');
  const { status } = await runOms(['import', 'orders.csv', ...tenant, '--stock', 'stock.csv'], { folder });
  expect(status).toBe(0);
  return folder;
};

const confirmedIn = async (folder: string): Promise<number> =>
  JSON.parse((await runOms(['orders', 'counts', ...tenant, '--json'], { folder })).stdout).status.new_order;

test('a stock file is loaded once, and once more for each reference; waiting orders are confirmed with it', async () => {
  const folder = await withWaiting();
  expect(await confirmedIn(folder)).toBe(4);
  const again = await runOms(['stock', 'load', 'stock.csv', ...tenant], { folder });
  expect({ status: again.status, stdout: again.stdout }).toEqual({
    status: 0,
    stdout: expect.stringMatching(/^stock\.csv was loaded before: nothing was added .+ 0 waiting orders are confirmed/),
  });
  expect(await confirmedIn(folder)).toBe(4);
  const more = ['stock', 'load', 'stock.csv', ...tenant, '--reference', 'second'];
  expect((await runOms(more, { folder })).stdout).toBe(
    '12 units of 1 items added; 4 waiting orders are confirmed now\n',
  );
  expect(await confirmedIn(folder)).toBe(8);
  expect((await runOms(more, { folder })).stdout).toContain('nothing was added');
  expect(await confirmedIn(folder)).toBe(8);
});

test.each(['deliver after 1', 'claim before 1', 'claim after 1', 'settle after 1'])(
  'a stock load that is killed (%s) and run again adds nothing twice and leaves no order that could be had',
  async (point) => {
    const folder = await withWaiting();
    const args = ['stock', 'load', 'stock.csv', ...tenant, '--reference', 'second'];
    const killed = await runOms(args, { folder, preload: 'kill-at', env: { OMS_TEST_KILL_AT: point } });
    expect(killed.signal).toBe('SIGKILL');
    expect((await runOms(args, { folder })).status).toBe(0);
    expect(await confirmedIn(folder)).toBe(8);
  },
);

test('a stock file with one bad row is refused whole', async () => {
  const folder = await withWaiting();
  writeFileSync(join(folder, 'bad.csv'), 'hub_id,sku_id,quantity\nhub-1,sku-1,12\nhub-1,sku-1,many\n');
  const { status, stdout, complaints } = await runOms(['stock', 'load', 'bad.csv', ...tenant], { folder });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(complaints).toEqual([expect.stringMatching(/^oms: Row 3 of the stock file: .+ \(invalid_stock\)$/)]);
  expect(await confirmedIn(folder)).toBe(4);
});
