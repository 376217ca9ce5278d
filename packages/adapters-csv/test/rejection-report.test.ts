import type { Rejection } from '@oms/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FastCsvRejectionWriter, FastCsvRowReader } from '../src/index.js';
import { readAll } from './read-all.js';

const seed = 20_261_124;

async function* inBatches(...batches: readonly (readonly Rejection[])[]): AsyncGenerator<readonly Rejection[]> {
  yield* batches;
}

const rejectionOf = (cells: readonly string[]): Rejection => ({ row: 2, code: 'invalid_id', message: 'no', cells });

const cellsOf = async (header: readonly string[], ...rejections: readonly Rejection[]) => {
  const report = new FastCsvRejectionWriter().write(header, inBatches(rejections));
  const { rows } = await readAll(new FastCsvRowReader(), report);
  return rows.map((row) => (row.kind === 'row' ? row.cells : row.code));
};

test('NUL characters stay in the report, in a batch with other rows too', async () => {
  const rows = await cellsOf(['a', 'b'], rejectionOf(['x\u0000y', '1,"2"']), rejectionOf(['z', '']));
  expect(rows.slice(1)).toEqual([
    ['x\u0000y', '1,"2"', '2', '', 'invalid_id', 'no'],
    ['z', '', '2', '', 'invalid_id', 'no'],
  ]);
});

test('cells beyond the header stay in the last column of the file', async () => {
  const rows = await cellsOf(['a', 'b'], rejectionOf(['1', '2', '3', '4']));
  expect(rows[1]).toEqual(['1', '2,3,4', '2', '', 'invalid_id', 'no']);
});

test(`a report reads back as the cells that were sent, formulas behind an apostrophe (seed ${seed})`, async () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 10 }),
    fc.constantFrom('', ' ', '\u0000', '"', ',', '\r\n', '=1+1', '-5', '-5x', '@a', '\t', '|'),
  );
  const safe = (text: string) => (/^[=+\-@\t\r]/.test(text) && !/^-\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }), async (sent) => {
      const rows = await cellsOf(['a', 'b'], ...sent.map(rejectionOf));
      expect(rows.slice(1)).toEqual(
        sent.map((cells) => [...cells.map((text) => safe(text)), '2', '', 'invalid_id', 'no']),
      );
    }),
    { seed, numRuns: 300 },
  );
});
