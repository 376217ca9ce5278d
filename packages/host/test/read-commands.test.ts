import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase, SqliteJobQueue, SqliteOrderEventBus } from '@oms/adapters-local/sqlite';
import type { OrderEventMessage } from '@oms/core';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { type Ended, runOms } from './run-oms.js';
import { tableSizes } from './table-sizes.js';
import { temporaryFolderOfFile } from './temporary-folder.js';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const tenant = ['--tenant', 'acme'];
const folder = temporaryFolderOfFile();
const oms = (...args: readonly string[]): Promise<Ended> => runOms(args, { folder: folder() });

const json = async (...args: readonly string[]) => JSON.parse((await oms(...args, ...tenant, '--json')).stdout);

beforeAll(async () => {
  const rows = ['A-1,sku-1,1,s-1,hub-1', 'A-2,sku-1,9,s-2,hub-1', 'A-3,sku-1,none,s-2,hub-1'];
  writeFileSync(join(folder(), 'orders.csv'), `order_id,sku_id,quantity,seller_id,hub_id\n${rows.join('\n')}\n`);
  writeFileSync(join(folder(), 'stock.csv'), 'hub_id,sku_id,quantity\nhub-1,sku-1,5\n');
  expect((await oms('import', 'orders.csv', ...tenant, '--stock', 'stock.csv')).status).toBe(0);
});

describe('oms orders', () => {
  test('list shows orders by what is asked of them', async () => {
    const ids = async (...filter: readonly string[]) =>
      (await json('orders', 'list', ...filter)).data.map((order: { order_id: string }) => order.order_id).sort();
    expect(await ids()).toEqual(['A-1', 'A-2']);
    expect(await ids('--hold-code', 'insufficient_stock')).toEqual(['A-2']);
    expect(await ids('--status', 'new_order')).toEqual(['A-1']);
    expect(await ids('--seller', 's-3')).toEqual([]);
    expect((await oms('orders', 'list', ...tenant)).stdout).toMatch(/^ORDER .*\n(A-\d .*\n){2}$/);
  });

  test('counts adds them up, and another tenant has none', async () => {
    expect(await json('orders', 'counts')).toEqual({
      status: { on_hold: 1, new_order: 1, cancelled: 0 },
      holds: { insufficient_stock: 1 },
    });
    const other = await oms('orders', 'counts', '--tenant', 'other', '--json');
    expect(JSON.parse(other.stdout).status).toEqual({ on_hold: 0, new_order: 0, cancelled: 0 });
  });

  test('show tells one order and its history, and names one that is not there', async () => {
    const { stdout } = await oms('orders', 'show', 'A-2', ...tenant);
    const { order_id, hold, history } = JSON.parse(stdout);
    expect({ order_id, code: hold.code, moves: history.map(({ to }: { to: string }) => to) }).toEqual({
      order_id: 'A-2',
      code: 'insufficient_stock',
      moves: ['on_hold/awaiting_check', 'on_hold/insufficient_stock'],
    });
    const { status, complaints } = await oms('orders', 'show', 'A-9', ...tenant);
    expect({ status, complaints }).toEqual({ status: 2, complaints: [expect.stringMatching(/A-9.*\(\w+\)$/)] });
  });
});

describe('oms imports', () => {
  test('list and show tell an import, and a finished one is not cancelled', async () => {
    const [first, ...others] = await json('imports', 'list');
    expect(others).toEqual([]);
    expect(first).toMatchObject({ state: 'completed', file: { name: 'orders.csv' } });
    const shown = await oms('imports', 'show', first.bulkOrderId, ...tenant);
    expect(shown.stdout).toContain('3 rows, 2 new, 0 unchanged, 1 refused');
    const cancelled = await oms('imports', 'cancel', first.bulkOrderId, ...tenant);
    expect(cancelled.status).toBe(2);
    expect(cancelled.complaints).toEqual(['oms: The bulk order is completed already. (wrong_state)']);
  });

  test('cancel stops an unfinished import; its orders stay, and the file can be sent again', async () => {
    const reference = ['--reference', 'again'];
    const killAt = { preload: 'kill-at' as const, env: { OMS_TEST_KILL_AT: 'submit after 1' } };
    const args = ['import', 'orders.csv', ...tenant, ...reference];
    expect((await runOms(args, { folder: folder(), ...killAt })).signal).toBe('SIGKILL');
    const [unfinished] = await json('imports', 'list');
    expect((await oms('imports', 'cancel', unfinished.bulkOrderId, ...tenant)).stdout).toMatch(/^cancelled; 0 rows/);
    expect((await json('imports', 'list'))[0].state).toBe('cancelled');
    expect((await oms(...args)).status).toBe(0);
    expect((await json('imports', 'list'))[0]).toMatchObject({ state: 'completed', reference: 'again' });
    expect(tableSizes(folder()).orders).toBe(2);
  });
});

test('oms dead lists what was given up and puts it back', async () => {
  const database = await openDatabase(join(folder(), 'data', 'oms.db'));
  const poison = { schemaVersion: 1, type: 'order.vanished' } as unknown as OrderEventMessage;
  await new SqliteOrderEventBus(database).publish([poison]);
  await new SqliteJobQueue(database).sendBody('no job at all');
  await database.close();
  expect((await oms('import', 'orders.csv', ...tenant, '--reference', 'third')).status).toBe(0);
  const { events, jobs } = JSON.parse((await oms('dead', 'list', '--json')).stdout);
  expect(events).toEqual([expect.objectContaining({ type: 'order.vanished', reason: 'unknown_type' })]);
  expect(jobs).toEqual([expect.objectContaining({ body: 'no job at all', reason: 'unknown_schema' })]);
  expect((await oms('dead', 'redrive')).complaints).toEqual([expect.stringMatching(/--all.*\(invalid_option\)$/)]);
  expect((await oms('dead', 'redrive', '--all')).stdout).toBe('2 put back\n');
  expect((await oms('dead', 'list')).stdout).toBe('no dead letters\n');
});
