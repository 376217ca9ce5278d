import { type RawRecord, readRecords } from '../csv/read-records.js';
import { splitCells } from '../csv/split-cells.js';
import type { ReadRow, RowBatch, UnreadableRow } from '../domain/csv-record.js';
import type { RowReader } from '../ports/row-reader.js';

/** Reads CSV without any library. */
export class MemoryRowReader implements RowReader {
  readonly #maxRecordBytes: number | undefined;

  /** `maxRecordBytes`: longest record; default 65,536. */
  constructor(options: { readonly maxRecordBytes?: number } = {}) {
    this.#maxRecordBytes = options.maxRecordBytes;
  }

  async *read(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<RowBatch> {
    for await (const records of readRecords(bytes, this.#maxRecordBytes)) yield records.map(rowOf);
  }
}

const rowOf = (record: RawRecord): ReadRow | UnreadableRow =>
  record.kind === 'record' ? { kind: 'row', row: record.row, cells: splitCells(record.text) } : record;
