import { type CsvParserStream, parse } from '@fast-csv/parse';
import { type RawRecord, type RecordText, type RowBatch, type RowReader, readRecords, splitCells } from '@oms/core';

export interface FastCsvRowReaderOptions {
  /**
   * Longest record, in bytes, its line end not counted; default 65,536. A quote that is not closed within as many is taken
   * for a broken one: the record ends with its first line as `malformed_row`, and reading goes on at the next line.
   */
  readonly maxRecordBytes?: number;
}

const recordsPerBatch = 500;

/**
 * Reads CSV with fast-csv, behind core's bounded record splitter: fast-csv is given nothing but well-formed records, since a
 * broken quote would end its file and an unclosed one costs it quadratic time. A record without a quote needs no parser: its
 * cells are what stands between the commas (RFC 4180, section 2). Batches hold at most 500 rows.
 */
export class FastCsvRowReader implements RowReader {
  readonly #maxRecordBytes: number | undefined;

  constructor(options: FastCsvRowReaderOptions = {}) {
    this.#maxRecordBytes = options.maxRecordBytes;
  }

  async *read(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<RowBatch> {
    const cells = new CellParser();
    for await (const records of readRecords(bytes, this.#maxRecordBytes)) {
      for (let at = 0; at < records.length; at += recordsPerBatch) {
        yield await cells.rowsOf(records.slice(at, at + recordsPerBatch));
      }
    }
  }
}

/**
 * Records that fast-csv would not hand back byte for byte as one row: it takes a lone carriage return for a line end, drops
 * a byte-order mark wherever a piece begins with one, leaves out rows of white space, and empties a first cell of white space.
 */
const irregular = /[\r\uFEFF]|^\s+(?:,|$)/;

class CellParser {
  readonly #stream: CsvParserStream<string[], string[]> = parse({ headers: false, ignoreEmpty: false, trim: false });
  #rows: string[][] = [];

  constructor() {
    this.#stream.on('data', (row: string[]) => {
      this.#rows.push(row);
    });
    // The write that fails rejects with the same error; an event that nobody hears would end the process.
    this.#stream.on('error', () => undefined);
  }

  async rowsOf(records: readonly RawRecord[]): Promise<RowBatch> {
    const regular = records.filter(
      (record): record is RecordText => record.kind === 'record' && record.isQuoted && !irregular.test(record.text),
    );
    const parsed = regular.length === 0 ? [] : await this.#parse(regular);
    let next = 0;
    return records.map((record) => {
      if (record.kind === 'unreadable') return record;
      const cells = regular[next] === record ? (parsed[next++] as string[]) : splitCells(record.text);
      return { kind: 'row', row: record.row, cells };
    });
  }

  async #parse(records: readonly RecordText[]): Promise<readonly string[][]> {
    this.#rows = [];
    const text = `${records.map((record) => record.text).join('\n')}\n`;
    await new Promise<void>((resolve, reject) => {
      this.#stream.write(text, (error) => (error ? reject(error) : resolve()));
    });
    if (this.#rows.length === records.length) return this.#rows;
    throw new Error(`fast-csv made ${this.#rows.length} rows of ${records.length} well-formed records.`);
  }
}
