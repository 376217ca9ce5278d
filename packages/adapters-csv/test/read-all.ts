import type { RowBatch, RowReader } from '@oms/core';

/** Every row of a file; `error` is what ended it early. */
export const readAll = async (reader: RowReader, bytes: AsyncIterable<Uint8Array>) => {
  const rows: RowBatch[number][] = [];
  try {
    for await (const batch of reader.read(bytes)) rows.push(...batch);
    return { rows };
  } catch (error) {
    return { rows, error };
  }
};
