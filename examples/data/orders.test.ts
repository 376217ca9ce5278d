import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'oms-example-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const demo =
  'packages/host/bin/oms.js import examples/data/orders.csv --tenant demo --stock examples/data/stock.csv --json';

const rowsIn = (text: string): readonly number[] => {
  const [from = 0, to = from] = text.split(' to ').map(Number);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
};

/** Each row of the table as `row,code`, in the order of the file. */
const expected = (): readonly string[] => {
  const table = readFileSync('examples/data/README.md', 'utf8').matchAll(/^\| *(\d+) *\| *`(\w+)` *\| *(.*?) *\|$/gm);
  const refused = [...table].flatMap(([, row, code, others = '']) => [
    [Number(row), code] as const,
    ...others
      .split(', ')
      .flatMap((part) => (part === '' ? [] : rowsIn(part).map((n) => [n, 'order_refused'] as const))),
  ]);
  return refused.sort(([a], [b]) => a - b).map(([row, code]) => `${row},${code}`);
};

/** Every record of the report ends with row, column, code and message; a message may be quoted. */
const refusedIn = (report: string): readonly string[] =>
  readFileSync(report, 'utf8')
    .split('\r\n')
    .slice(1, -1)
    .map((record) => record.replace(/^.*,(\d+),\w*,(\w+),("[^"]*"|[^",]*)$/s, '$1,$2'));

test('the demo refuses each row that the table names, with its code, and no other', () => {
  const env = { ...process.env, OMS_DATA_DIR: join(folder, 'data'), OMS_PUBLIC_DIR: join(folder, 'public') };
  const summary = JSON.parse(execFileSync(process.execPath, demo.split(' '), { env, encoding: 'utf8' }));
  expect(expected()).toHaveLength(516);
  expect(refusedIn(summary.rejected.report)).toEqual(expected());
  expect(summary).toMatchObject({
    rows: 780,
    orders: { created: 152, unchanged: 0 },
    confirmed: 147,
    held: { insufficient_stock: 5 },
  });
});
