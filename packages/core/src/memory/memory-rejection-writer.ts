import { reportHeader, reportRow } from '../csv/report-row.js';
import type { Rejection } from '../domain/rejection.js';
import { utf8 } from '../domain/utf8.js';
import type { RejectionWriter } from '../ports/rejection-writer.js';

/** Writes the report without any library. */
export class MemoryRejectionWriter implements RejectionWriter {
  async *write(header: readonly string[], rejections: AsyncIterable<readonly Rejection[]>): AsyncGenerator<Uint8Array> {
    yield utf8(record(reportHeader(header)));
    for await (const batch of rejections) {
      yield utf8(batch.map((rejection) => record(reportRow(header, rejection))).join(''));
    }
  }
}

const record = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\r\n`;

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
