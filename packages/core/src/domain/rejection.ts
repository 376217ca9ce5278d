/** Why a row could not become (part of) an order. Stable: sellers' programs read it. */
export type RejectionCode =
  | 'malformed_row'
  | 'record_too_long'
  | 'missing_value'
  | 'invalid_id'
  | 'invalid_quantity'
  | 'invalid_price'
  | 'invalid_currency'
  | 'foreign_tenant'
  | 'mixed_sellers'
  | 'split_order'
  | 'too_many_lines'
  | 'unknown_item'
  | 'order_conflict'
  | 'order_refused';

/** One row that was refused. */
export interface Rejection {
  /** Number of the record in the file, the header being 1, empty records counted. */
  readonly row: number;
  /** The column at fault, by its name in the header; absent when it is the row as a whole. */
  readonly column?: string;
  readonly code: RejectionCode;
  /** For people: what is wrong and what to do. */
  readonly message: string;
  /** The row as sent: its cells, or for a record that could not be read its raw text (cut at 1,024 characters) alone. */
  readonly cells: readonly string[];
}
