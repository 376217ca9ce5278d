import type { RowBatch } from '../domain/csv-record.js';

/**
 * Turns bytes into rows, in bounded memory and linear time, whatever the bytes.
 *
 * - Every record of the file, the header included, comes exactly once and in order, in batches of 1 or more; a record
 *   without any character (an empty line) is counted in the row numbers and not handed out.
 * - How the bytes are cut into pieces changes nothing but the batches' sizes.
 * - A malformed record (a stray or unclosed quote) or one over the size limit is one `unreadable`, and the reader goes on.
 * - Bytes that are not UTF-8: fails with `invalid` / `not_utf8`, naming the row, after every record before that row was
 *   handed out, and hands out nothing of that row or after it. A leading UTF-8 byte-order mark is dropped.
 * - The source is read only as fast as batches are taken; leaving the loop early closes it. Its errors pass unchanged.
 */
export interface RowReader {
  read(bytes: AsyncIterable<Uint8Array>): AsyncIterable<RowBatch>;
}
