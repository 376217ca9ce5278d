import { expect, test } from 'vitest';
import { FastCsvRowReader } from '../src/index.js';
import { bytesOf } from './bytes-of.js';
import { readAll } from './read-all.js';

const reader = new FastCsvRowReader();
const megabyte = 1_048_576;

const codesOf = ({ rows }: Awaited<ReturnType<typeof readAll>>) =>
  rows.map((row) => (row.kind === 'row' ? row.cells.length : row.code));

async function* pieces(count: number, piece: Uint8Array, tail: string): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < count; i += 1) yield piece;
  yield new TextEncoder().encode(tail);
}

test('a broken quote costs its line and no other', async () => {
  const read = await readAll(reader, bytesOf('a,b\n1,"open\n2,x\n"3"y,z\n4,"fine, really"\n'));
  expect(codesOf(read)).toEqual([2, 'malformed_row', 2, 'malformed_row', 2]);
});

test('quotes are looked for anew after a broken record', async () => {
  const read = await readAll(reader, bytesOf('a,b\n"open\n""0,s\n"",t\n1,x\n'));
  expect(codesOf(read)).toEqual([2, 'malformed_row', 'malformed_row', 2, 2]);
});

test('a single line of 100 MB is one rejection, in bounded memory', async () => {
  const before = process.memoryUsage().arrayBuffers;
  const line = new Uint8Array(megabyte).fill(0x78);
  const read = await readAll(reader, pieces(100, line, '\ngood,row\n'));
  expect(read.rows.map(({ row, kind }) => [row, kind])).toEqual([
    [1, 'unreadable'],
    [2, 'row'],
  ]);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * megabyte);
});

test('100,000 columns are one row or one rejection, never the file', async () => {
  const read = await readAll(reader, bytesOf(`${'x,'.repeat(100_000)}x\n${','.repeat(60_000)}\nlast,row\n`, 4_096));
  expect(codesOf(read)).toEqual(['record_too_long', 60_001, 2]);
});

test('a million unclosed quotes take linear time', async () => {
  const line = new TextEncoder().encode('"open,1,2,3\n'.repeat(10_000));
  let rejected = 0;
  for await (const batch of reader.read(pieces(100, line, ''))) rejected += batch.length;
  expect(rejected).toBe(1_000_000);
});

test('bytes that are not UTF-8 end the file after every row before them, wherever they are cut', async () => {
  const bytes = new TextEncoder().encode('a,b\n1,2\n3,é\n4,5\n');
  bytes[bytes.indexOf(0xc3)] = 0xff;
  for (const size of [1, 5, 100]) {
    const read = await readAll(reader, bytesOf(bytes, size));
    expect(codesOf(read)).toEqual([2, 2]);
    expect(read.error).toMatchObject({ kind: 'invalid', code: 'not_utf8', message: expect.stringContaining('Row 3') });
  }
});

test('bytes that are not UTF-8 in the tail of a record that is too long end the file at that record', async () => {
  const bytes = new TextEncoder().encode(`a,b\n${'x'.repeat(200_000)}#x\n4,5\n`);
  bytes[bytes.indexOf(0x23)] = 0xff;
  for (const size of [1_000, 70_000, 300_000]) {
    const read = await readAll(reader, bytesOf(bytes, size));
    expect(codesOf(read)).toEqual([2]);
    expect(read.error).toMatchObject({ code: 'not_utf8', message: expect.stringContaining('Row 2') });
  }
});

test('a byte-order mark, CRLF, empty lines, NUL bytes and a missing last newline are all right', async () => {
  const { rows } = await readAll(reader, bytesOf('\uFEFFa,b\r\n\r\n\n1,\u0000\r\n2,"x\r\ny"', 3));
  expect(rows).toEqual([
    { kind: 'row', row: 1, cells: ['a', 'b'] },
    { kind: 'row', row: 4, cells: ['1', '\u0000'] },
    { kind: 'row', row: 5, cells: ['2', 'x\r\ny'] },
  ]);
});

test('the source is read no faster than batches are taken, and closed when the reader is left', async () => {
  let taken = 0;
  let isClosed = false;
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      for (; taken < 1_000; taken += 1) yield new TextEncoder().encode('a,b\n'.repeat(1_000));
    } finally {
      isClosed = true;
    }
  }
  for await (const _ of reader.read(source())) break;
  expect(taken).toBeLessThan(3);
  expect(isClosed).toBe(true);
});
