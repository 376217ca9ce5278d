import type { Rejection } from '../domain/rejection.js';

/**
 * Writes the report of a bulk order's rejections: a header row, then one row each.
 *
 * - Columns: those of `header` (the file's own, as sent), then `rejected_row, rejected_column, rejected_code,
 *   rejected_message`. A row with fewer cells is filled up with empty ones; an unreadable row's text stands in the first.
 * - Text that a spreadsheet would run as a formula (a cell that starts with `= + - @`, a tab or a carriage return) is
 *   escaped by a leading apostrophe (OWASP, CSV injection). Plain negative numbers stay as they are.
 * - UTF-8, CRLF between records (RFC 4180); memory is bounded by one batch.
 */
export interface RejectionWriter {
  write(header: readonly string[], rejections: AsyncIterable<readonly Rejection[]>): AsyncIterable<Uint8Array>;
}
