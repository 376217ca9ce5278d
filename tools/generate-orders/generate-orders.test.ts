import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'oms-data-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const generate = (name: string, seed: string, ...more: readonly string[]) => {
  const out = join(folder, name);
  const counts = execFileSync(process.execPath, [
    'tools/generate-orders/main.mjs',
    '--rows',
    '20000',
    '--seed',
    seed,
    '--out',
    out,
    ...more,
  ]);
  return {
    out,
    counts: JSON.parse(String(counts)),
    text: readFileSync(out, 'utf8'),
    faults: readFileSync(`${out}.faults.csv`, 'utf8'),
    stock: readFileSync(`${out}.stock.csv`, 'utf8'),
  };
};

test('the same seed gives the same file, and another seed another', () => {
  const one = generate('one.csv', '7');
  expect(generate('two.csv', '7').text).toBe(one.text);
  expect(generate('three.csv', '8').text).not.toBe(one.text);
});

test('every kind of fault is planted, and the side file names every row that must be refused', () => {
  const { counts, faults } = generate('four.csv', '7');
  expect(Object.keys(counts.rejected)).toHaveLength(12);
  const listed = faults.trim().split('\n').slice(1);
  const total = Object.values<number>(counts.rejected).reduce((sum, n) => sum + n, 0);
  expect(listed).toHaveLength(total);
  expect(new Set(listed.map((line) => line.split(',')[0])).size).toBe(total);
});

test('with a tenant there is a column for it, and a foreign one among the faults', () => {
  const { counts, text } = generate('five.csv', '7', '--tenant', 'demo');
  const [header, first] = text.split('\n');
  expect(header).toBe('order_id,sku_id,quantity,seller_id,hub_id,price,currency,tenant_id');
  expect(first).toMatch(/,demo$/);
  expect(Object.keys(counts.rejected)).toHaveLength(13);
  expect(counts.rejected.foreign_tenant).toBeGreaterThan(0);
});

test('the share of scarce items is as asked for, none and all of them too', () => {
  const scarceOf = (name: string, rate: string) =>
    generate(name, '1', '--short-rate', rate).stock.match(/,25$/gm)?.length ?? 0;
  expect([scarceOf('six.csv', '0'), scarceOf('seven.csv', '0.02'), scarceOf('eight.csv', '1')]).toEqual([
    0, 320, 16_000,
  ]);
});

test('an import refuses exactly the rows of the side file, each with its code', () => {
  const { out, faults, counts } = generate('nine.csv', '11', '--tenant', 'demo', '--fault-rate', '0.02');
  const env = { ...process.env, OMS_DATA_DIR: join(folder, 'data'), OMS_PUBLIC_DIR: join(folder, 'public') };
  const command = [
    'packages/host/bin/oms.js',
    'import',
    out,
    '--tenant',
    'demo',
    '--stock',
    `${out}.stock.csv`,
    '--json',
  ];
  const summary = JSON.parse(execFileSync(process.execPath, command, { env, encoding: 'utf8' }));
  const refused = readFileSync(summary.rejected.report, 'utf8')
    .split('\r\n')
    .slice(1, -1)
    .map((record) => record.replace(/^.*,(\d+),\w*,(\w+),("[^"]*"|[^",]*)$/s, '$1,$2'));
  expect(refused).toEqual(faults.trim().split('\n').slice(1));
  expect(summary.orders.created).toBe(counts.orders);
});
