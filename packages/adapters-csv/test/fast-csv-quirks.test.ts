import { parseString } from '@fast-csv/parse';
import { MemoryRowReader } from '@oms/core/memory';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FastCsvRowReader } from '../src/index.js';
import { bytesOf } from './bytes-of.js';
import { readAll } from './read-all.js';

const seed = 20_261_125;
const reader = new FastCsvRowReader();

test('a first cell of white space keeps it', async () => {
  for (const space of [' ', '   ', '\t', '\v', '\u00a0', '\u2028', '\u3000']) {
    const { rows } = await readAll(reader, bytesOf(`${space},a\n${space}\n,${space}\n`));
    expect(rows.map((row) => row.kind === 'row' && row.cells)).toEqual([[space, 'a'], [space], ['', space]]);
  }
});

test('a lone carriage return is a character of its cell, not a line end', async () => {
  const { rows } = await readAll(reader, bytesOf('a\rb,c\n"d\re",f\n'));
  expect(rows.map((row) => row.kind === 'row' && row.cells)).toEqual([
    ['a\rb', 'c'],
    ['d\re', 'f'],
  ]);
});

test('a byte-order mark is dropped at the start of the file alone, also where a batch begins', async () => {
  const { rows } = await readAll(reader, bytesOf(`\uFEFF${'\uFEFFa,b\n'.repeat(1_001)}`, 4_096));
  expect(rows).toHaveLength(1_001);
  expect(rows.every((row) => row.kind === 'row' && row.cells[0] === '\uFEFFa')).toBe(true);
});

test('a batch holds at most 500 rows', async () => {
  const sizes: number[] = [];
  for await (const batch of reader.read(bytesOf('a,b\n'.repeat(1_700)))) sizes.push(batch.length);
  expect(sizes).toEqual([500, 500, 500, 200]);
});

const bare = ['', ' ', '\t', '\u00a0', '\u2028', '\uFEFF', '\u0000', '\r', 'a', ' a ', 'é', '𝄞', '|', "'"];
const quoted = ['""', '"a,b"', '"a""b"', '" "', '"é"'];

const recordsOf = (cells: readonly string[]) =>
  fc.array(
    fc.array(fc.constantFrom(...cells), { minLength: 1, maxLength: 5 }).map((parts) => parts.join(',')),
    { minLength: 1, maxLength: 8 },
  );

test(`cells are what RFC 4180 says, whether fast-csv reads them or not (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(recordsOf([...bare, ...quoted]), async (lines) => {
      const text = lines.join('\n');
      expect(await readAll(reader, bytesOf(text))).toEqual(await readAll(new MemoryRowReader(), bytesOf(text)));
    }),
    { seed, numRuns: 500 },
  );
});

test(`records without quotes have the cells that fast-csv gives them (seed ${seed})`, async () => {
  const regular = bare.filter((cell) => cell === '' || /[^\s\uFEFF]/.test(cell));
  await fc.assert(
    fc.asyncProperty(recordsOf(regular), async (lines) => {
      const text = lines.filter((line) => line !== '').join('\n');
      const theirs: string[][] = [];
      for await (const cells of parseString(text, { headers: false, ignoreEmpty: false })) theirs.push(cells);
      const { rows } = await readAll(reader, bytesOf(text));
      expect(rows.map((row) => row.kind === 'row' && row.cells)).toEqual(theirs);
    }),
    { seed, numRuns: 500 },
  );
});
