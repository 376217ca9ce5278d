import type { ReadRow, UnreadableRow } from '../domain/csv-record.js';
import type { RowReader } from '../ports/row-reader.js';
import { inPieces } from './bytes.js';
import type { Opened } from './contract.js';

/** What a harness opens for the cases of RowReader. */
export interface OpenedRowReader extends Opened<RowReader> {
  /** The subject's limit for one record; at least 256. */
  readonly maxRecordBytes: number;
}

type Row = ReadRow | UnreadableRow;

/** Every row of a file that is handed to the reader in pieces of this size. */
export const readAll = async (
  reader: RowReader,
  content: string | Uint8Array,
  pieceBytes?: number,
): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  for await (const batch of reader.read(inPieces(content, pieceBytes))) rows.push(...batch);
  return rows;
};

/** Rows as `[number, ...cells]`, unreadable ones as `[number, code]`. */
export const brief = (rows: readonly Row[]): readonly (readonly (number | string)[])[] =>
  rows.map((row) => (row.kind === 'row' ? [row.row, ...row.cells] : [row.row, row.code]));

export const briefly = async (reader: RowReader, content: string | Uint8Array, pieceBytes?: number) =>
  brief(await readAll(reader, content, pieceBytes));
