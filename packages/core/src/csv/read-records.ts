import type { UnreadableRow } from '../domain/csv-record.js';
import { OmsError } from '../errors.js';
import { joined, type RecordSpan, RecordSplitter, type Split } from './record-splitter.js';
import { Utf8Validator } from './utf8-validator.js';

/** As the Encoding standard has it: there wherever this code runs, and declared by none of its type libraries. */
declare const TextDecoder: new (
  label: 'utf-8',
  options: { readonly ignoreBOM: true },
) => { decode(bytes: Uint8Array): string };

/** The text of one well-formed record, quotes and all, without its line end. */
export interface RecordText {
  readonly kind: 'record';
  readonly row: number;
  readonly text: string;
  readonly isQuoted: boolean;
}

export type RawRecord = RecordText | UnreadableRow;

/** Default of every reader: 64 KiB a record. */
export const defaultMaxRecordBytes = 65_536;

const shownCharacters = 1_024;
const byteOrderMark = [0xef, 0xbb, 0xbf];

/**
 * The records of a CSV file, in batches; the promises of `RowReader` up to the cells of a record. What well-formed cells
 * are is then any RFC 4180 parser's matter: a record that is handed out never breaks one.
 */
export async function* readRecords(
  pieces: AsyncIterable<Uint8Array>,
  maxRecordBytes: number = defaultMaxRecordBytes,
): AsyncGenerator<readonly RawRecord[]> {
  const splitter = new RecordSplitter(maxRecordBytes);
  const validator = new Utf8Validator();
  const decode = new RecordDecoder(maxRecordBytes);
  for await (const piece of withoutBom(pieces)) {
    const validSize = validator.validSize(piece);
    const records = decode.all(splitter.push(piece.subarray(0, validSize), false));
    if (records.length > 0) yield records;
    if (validSize < piece.length) throw notUtf8(splitter.nextRow);
  }
  if (!validator.ends()) throw notUtf8(splitter.nextRow);
  const records = decode.all(splitter.push(new Uint8Array(0), true));
  if (records.length > 0) yield records;
}

async function* withoutBom(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array(0);
  for await (const piece of pieces) {
    if (head === undefined) {
      yield piece;
      continue;
    }
    head = joined(head, piece);
    if (head.length < byteOrderMark.length) continue;
    yield byteOrderMark.every((byte, index) => head?.[index] === byte) ? head.subarray(byteOrderMark.length) : head;
    head = undefined;
  }
  if (head !== undefined && head.length > 0) yield head;
}

const notUtf8 = (row: number): OmsError =>
  new OmsError(
    'invalid',
    'not_utf8',
    `Row ${row} holds bytes that are not UTF-8; save the file as CSV UTF-8 and send it again.`,
  );

const messages = {
  malformed: {
    code: 'malformed_row',
    message: 'A quote is not closed, or stands inside a cell; quote the whole cell and double the quotes in it.',
  },
  skipped: { code: 'record_too_long', message: 'The row is longer than a row may be; check for a missing line end.' },
} as const;

class RecordDecoder {
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  readonly #maxBytes: number;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  all({ bytes, spans }: Split): RawRecord[] {
    const text = this.#textOf(bytes, spans);
    return spans.map((span) => this.#record(span, text(span)));
  }

  /** Decodes all records at once where each byte is a character, else one by one. */
  #textOf(bytes: Uint8Array, spans: readonly RecordSpan[]): (span: RecordSpan) => string {
    const first = spans[0]?.start ?? 0;
    const last = spans.at(-1)?.end ?? 0;
    if (last - first <= this.#maxBytes * 64) {
      const text = this.#decoder.decode(bytes.subarray(first, last));
      if (text.length === last - first) return ({ start, end }) => text.slice(start - first, end - first);
    }
    return ({ start, end }) => this.#decoder.decode(bytes.subarray(start, Math.min(end, start + this.#maxBytes)));
  }

  #record({ row, kind }: RecordSpan, text: string): RawRecord {
    if (kind === 'plain' || kind === 'quoted') return { kind: 'record', row, text, isQuoted: kind === 'quoted' };
    return { kind: 'unreadable', row, ...messages[kind], text: text.slice(0, shownCharacters) };
  }
}
