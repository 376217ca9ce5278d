import { readFileSync } from 'node:fs';
import { FastCsvRowReader } from '@oms/adapters-csv';

export type Refused = readonly (readonly [row: number, code: string])[];

/** The rows of a rejection report. */
export const refusedInReport = async (path: string): Promise<Refused> => {
  const rows: (readonly string[])[] = [];
  for await (const batch of new FastCsvRowReader().read(bytesOf(path))) {
    for (const row of batch) rows.push(row.kind === 'unreadable' ? [row.text] : row.cells);
  }
  const [header = [], ...data] = rows;
  const [row, code] = [header.indexOf('rejected_row'), header.indexOf('rejected_code')];
  return data.map((cells) => [Number(cells[row]), cells[code] ?? ''] as const);
};

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  yield readFileSync(path);
}
