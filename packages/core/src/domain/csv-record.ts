/** One data record that could be read. */
export interface ReadRow {
  readonly kind: 'row';
  /** Number of the record in the file, the first being 1, empty records counted. */
  readonly row: number;
  /** Unquoted, otherwise byte for byte as sent: no trimming, no conversion. */
  readonly cells: readonly string[];
}

/** One record that could not be read; the reader goes on with the next. */
export interface UnreadableRow {
  readonly kind: 'unreadable';
  readonly row: number;
  readonly code: 'malformed_row' | 'record_too_long';
  readonly message: string;
  /** The record's raw text, cut at 1,024 characters. */
  readonly text: string;
}

export type RowBatch = readonly (ReadRow | UnreadableRow)[];
