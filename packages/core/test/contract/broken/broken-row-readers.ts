import type { ReadRow, RowBatch, RowReader, UnreadableRow } from '@oms/core';
import type { OpenedRowReader } from '@oms/core/contract';
import { MemoryRowReader } from '@oms/core/memory';
import { type BrokenAdapter, close, pause } from './broken-adapter.js';

type Row = ReadRow | UnreadableRow;
type Read = (reader: RowReader, bytes: AsyncIterable<Uint8Array>) => AsyncIterable<RowBatch>;

const maxRecordBytes = 4_096;

const broken = (fault: string, fails: readonly string[], read: Read): BrokenAdapter<OpenedRowReader> => ({
  fault,
  fails: fails.map((id) => `row_reader.${id}`),
  harness: {
    async open() {
      const reader = new MemoryRowReader({ maxRecordBytes });
      return { subject: { read: (bytes) => read(reader, bytes) }, maxRecordBytes, close };
    },
  },
});

const changing = (change: (row: Row) => readonly Row[]): Read =>
  async function* (reader, bytes) {
    for await (const batch of reader.read(bytes)) yield batch.flatMap(change);
  };

const cellsChanged = (change: (cell: string) => string): Read =>
  changing((row) => [row.kind === 'row' ? { ...row, cells: row.cells.map(change) } : row]);

const gathered = async (bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
};

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const byteOrderMark = Uint8Array.of(0xef, 0xbb, 0xbf);
let seen = 0;

export const brokenRowReaders: readonly BrokenAdapter<OpenedRowReader>[] = [
  broken(
    'numbers the rows of all files together',
    ['fresh', 'records'],
    changing((row) => [{ ...row, row: ++seen }]),
  ),
  broken('loses the last record without a line end', ['records'], async function* (reader, bytes) {
    const whole = await gathered(bytes);
    yield* reader.read(one(whole.subarray(0, whole.lastIndexOf(10) + 1)));
  }),
  broken('decodes every piece alone', ['pieces'], async function* (reader, bytes) {
    async function* decoded() {
      for await (const piece of bytes) yield Buffer.from(Buffer.from(piece).toString('utf8'));
    }
    yield* reader.read(decoded());
  }),
  broken('hands out empty batches', ['batches'], async function* (reader, bytes) {
    yield [];
    yield* reader.read(bytes);
  }),
  broken(
    'trims cells',
    ['cells'],
    cellsChanged((cell) => cell.trim()),
  ),
  broken(
    'turns text into numbers',
    ['cells'],
    cellsChanged((cell) => (/^\d/.test(cell) ? String(Number(cell)) : cell)),
  ),
  broken('keeps the byte-order mark', ['bom'], async function* (reader, bytes) {
    const whole = await gathered(bytes);
    yield* reader.read(one(Buffer.concat([byteOrderMark, whole])));
  }),
  broken(
    'drops what it cannot read',
    ['malformed', 'unclosed', 'too_long'],
    changing((row) => (row.kind === 'row' ? [row] : [])),
  ),
  broken('hands out a record whole, however long', ['too_long'], (_, bytes) =>
    new MemoryRowReader({ maxRecordBytes: 1_000_000 }).read(bytes),
  ),
  broken('replaces bytes that are not UTF-8', ['not_utf8', 'not_utf8.end'], async function* (reader, bytes) {
    const whole = await gathered(bytes);
    yield* reader.read(one(Buffer.from(Buffer.from(whole).toString('utf8'))));
  }),
  broken('fails before it hands out the rows before', ['not_utf8'], async function* (reader, bytes) {
    const rows: Row[] = [];
    for await (const batch of reader.read(bytes)) rows.push(...batch);
    if (rows.length > 0) yield rows;
  }),
  broken('reads all before it hands out anything', ['pace', 'early'], async function* (reader, bytes) {
    const whole = await gathered(bytes);
    yield* reader.read(one(whole));
  }),
  broken("wraps the source's errors", ['source_error'], async function* (reader, bytes) {
    try {
      yield* reader.read(bytes);
    } catch (cause) {
      throw new Error('The file cannot be read.', { cause });
    }
  }),
  broken('takes a broken source for the end', ['source_error', 'not_utf8'], async function* (reader, bytes) {
    try {
      yield* reader.read(bytes);
    } catch {
      return;
    }
  }),
  broken('takes longer for every piece', ['linear'], async function* (reader, bytes) {
    async function* slowed() {
      for await (const piece of bytes) {
        await pause();
        yield piece;
      }
    }
    yield* reader.read(slowed());
  }),
];
