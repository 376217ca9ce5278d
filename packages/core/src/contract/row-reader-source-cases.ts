import { ok, rejects, strictEqual } from 'node:assert';
import { utf8 } from '../domain/utf8.js';
import type { ContractCase } from './contract.js';
import { onSubject } from './contract-case.js';
import type { OpenedRowReader } from './row-reader-opened.js';

const promises = onSubject<OpenedRowReader>;
const line = utf8('order-1,sku-1,2\n'.repeat(4_096));

/** A source that counts what is taken from it. */
const countedSource = (pieces: number) => {
  const taken = { pieces: 0, isClosed: false };
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      for (; taken.pieces < pieces; taken.pieces += 1) yield line;
    } finally {
      taken.isClosed = true;
    }
  }
  return { taken, source };
};

export const rowReaderSourceCases: readonly ContractCase<OpenedRowReader>[] = [
  promises(
    { id: 'row_reader.pace', promise: 'The source is read only as fast as batches are taken.' },
    async ({ subject }) => {
      const { taken, source } = countedSource(200);
      const rows = subject.read(source())[Symbol.asyncIterator]();
      await rows.next();
      await new Promise((resolve) => setImmediate(resolve));
      ok(taken.pieces <= 20, `${taken.pieces} pieces were read ahead`);
      await rows.return?.();
    },
  ),
  promises({ id: 'row_reader.early', promise: 'Leaving the loop early closes the source.' }, async ({ subject }) => {
    const { taken, source } = countedSource(200);
    for await (const _ of subject.read(source())) break;
    strictEqual(taken.isClosed, true);
    ok(taken.pieces < 200);
  }),
  promises({ id: 'row_reader.source_error', promise: "The source's errors pass unchanged." }, async ({ subject }) => {
    const error = new Error('the file went away');
    async function* source(): AsyncGenerator<Uint8Array> {
      yield line;
      throw error;
    }
    const read = async () => {
      for await (const batch of subject.read(source())) ok(batch.length > 0);
    };
    await rejects(read(), (thrown) => thrown === error);
  }),
  promises(
    { id: 'row_reader.linear', promise: 'Rows are read in linear time, whatever the bytes.' },
    async ({ subject }) => {
      const quotes = utf8('"'.repeat(1_000));
      async function* source(): AsyncGenerator<Uint8Array> {
        for (let n = 0; n < 3_000; n += 1) yield quotes;
      }
      const startedAt = Date.now();
      for await (const batch of subject.read(source())) ok(batch.length > 0);
      ok(Date.now() - startedAt < 3_000, `3 MB of quotes took ${Date.now() - startedAt} ms`);
    },
  ),
];
