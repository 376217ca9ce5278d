import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FastCsvRowReader } from '../src/index.js';
import { bytesOf } from './bytes-of.js';
import { readAll } from './read-all.js';

const seed = 20_261_123;
const maxRecordBytes = 256;
const reader = new FastCsvRowReader({ maxRecordBytes });

const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '"',
        '""',
        ',',
        '\n',
        '\r\n',
        '\r',
        ' ',
        '\uFEFF',
        '\u0000',
        'é',
        '𝄞',
        'a',
        'b,c',
        'x'.repeat(300),
      ),
      fc.string(),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

test(`parsing is the same however the bytes are cut (seed ${seed})`, async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(hostileText, sizes, async (text, cuts) => {
      expect(await readAll(reader, bytesOf(text, ...cuts))).toEqual(await readAll(reader, bytesOf(text)));
    }),
    { seed, numRuns: 400 },
  );
});

const cell = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('', ' ', '"', 'a"b', 'a,b', 'a\nb', 'a\r\nb', '\uFEFFx', '=1+1', '\r'),
);
const encode = (cells: readonly string[]): string => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(',');

test(`cells come back as they were written (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 }),
      async (records) => {
        const well = records.map((cells) => cells.map((text) => text.toWellFormed()));
        const { rows } = await readAll(reader, bytesOf(well.map(encode).join('\r\n'), 7));
        expect(rows.map((row) => (row.kind === 'row' ? row.cells : row.code))).toEqual(well);
      },
    ),
    { seed, numRuns: 400 },
  );
});
