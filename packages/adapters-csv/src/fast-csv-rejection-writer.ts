import { writeToString } from '@fast-csv/format';
import { type Rejection, type RejectionWriter, reportHeader, reportRow } from '@oms/core';

/** Writes the report with fast-csv. */
export class FastCsvRejectionWriter implements RejectionWriter {
  async *write(header: readonly string[], rejections: AsyncIterable<readonly Rejection[]>): AsyncGenerator<Uint8Array> {
    yield await encode([reportHeader(header)]);
    for await (const batch of rejections) {
      if (batch.length > 0) yield await encode(batch.map((rejection) => reportRow(header, rejection)));
    }
  }
}

const rowDelimiter = '\r\n';

const encode = async (rows: readonly (readonly string[])[]): Promise<Uint8Array> => {
  const text = await writeToString(
    rows.map((row) => [...row]),
    { rowDelimiter },
  );
  return new TextEncoder().encode(text + rowDelimiter);
};
