import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'oms-data-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const generate = (name: string, seed: string) => {
  const out = join(folder, name);
  const counts = execFileSync(process.execPath, [
    'tools/generate-orders/main.mjs',
    '--rows',
    '20000',
    '--seed',
    seed,
    '--out',
    out,
  ]);
  return {
    counts: JSON.parse(String(counts)),
    text: readFileSync(out, 'utf8'),
    faults: readFileSync(`${out}.faults.csv`, 'utf8'),
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
