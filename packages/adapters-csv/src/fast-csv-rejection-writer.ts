import { writeToString } from '@fast-csv/format';
import { type Rejection, type RejectionWriter, reportHeader, reportRow } from '@oms/core';

/** Writes the report with fast-csv; the cells stay as sent, NUL characters too. */
export class FastCsvRejectionWriter implements RejectionWriter {
  async *write(header: readonly string[], rejections: AsyncIterable<readonly Rejection[]>): AsyncGenerator<Uint8Array> {
    yield await encode([reportHeader(header)]);
    for await (const batch of rejections) {
      if (batch.length > 0) yield await encode(batch.map((rejection) => reportRow(header, rejection)));
    }
  }
}

type Rows = readonly (readonly string[])[];

const rowDelimiter = '\r\n';

/** fast-csv deletes NUL characters, and with them the reason why a cell was refused: their rows are written without it. */
const encode = async (rows: Rows): Promise<Uint8Array> => {
  const hasNul = rows.some((row) => row.some((cell) => cell.includes('\u0000')));
  const text = hasNul
    ? rows.map((row) => row.map(quoted).join(',')).join(rowDelimiter)
    : await writeToString(
        rows.map((row) => [...row]),
        { rowDelimiter },
      );
  return new TextEncoder().encode(text + rowDelimiter);
};

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
