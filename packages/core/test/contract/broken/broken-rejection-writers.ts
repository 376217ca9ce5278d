import type { Rejection, RejectionWriter } from '@oms/core';
import type { OpenedRejectionWriter } from '@oms/core/contract';
import { MemoryRejectionWriter } from '@oms/core/memory';
import { type BrokenAdapter, close } from './broken-adapter.js';

const sound = new MemoryRejectionWriter();

const broken = (
  fault: string,
  fails: readonly string[],
  write: RejectionWriter['write'],
): BrokenAdapter<OpenedRejectionWriter> => ({
  fault,
  fails: fails.map((id) => `rejection_writer.${id}`),
  harness: { open: async () => ({ subject: { write }, close }) },
});

async function* changed(bytes: AsyncIterable<Uint8Array>, change: (text: string) => string) {
  for await (const piece of bytes) yield Buffer.from(change(Buffer.from(piece).toString('utf8')));
}

async function* all(rejections: AsyncIterable<readonly Rejection[]>): AsyncGenerator<readonly Rejection[]> {
  const gathered: Rejection[] = [];
  for await (const batch of rejections) gathered.push(...batch);
  yield gathered;
}

async function* untilBroken(rejections: AsyncIterable<readonly Rejection[]>): AsyncGenerator<readonly Rejection[]> {
  try {
    yield* rejections;
  } catch {
    return;
  }
}

let reports = 0;

export const brokenRejectionWriters: readonly BrokenAdapter<OpenedRejectionWriter>[] = [
  broken('writes the header of the first report alone', ['fresh'], async function* (header, rejections) {
    reports += 1;
    const isFirst = reports === 1;
    for await (const piece of sound.write(header, rejections)) if (isFirst) yield piece;
  }),
  broken('lower-cases the columns', ['columns'], (header, rejections) =>
    sound.write(
      header.map((name) => name.toLowerCase()),
      rejections,
    ),
  ),
  broken('leaves out empty cells', ['width'], (header, rejections) =>
    changed(sound.write(header, rejections), (text) => text.replaceAll(',,', ',')),
  ),
  broken('leaves formulas as they are', ['formulas'], (header, rejections) =>
    changed(sound.write(header, rejections), (text) => text.replaceAll("'", '')),
  ),
  broken('escapes plain negative numbers', ['formulas'], (header, rejections) =>
    changed(sound.write(header, rejections), (text) => text.replaceAll(/,(-\d)/g, ",'$1")),
  ),
  broken('ends records with a line feed', ['rfc4180', 'columns'], (header, rejections) =>
    changed(sound.write(header, rejections), (text) => text.replaceAll('\r\n', '\n')),
  ),
  broken('gathers all batches first', ['bounded'], (header, rejections) => sound.write(header, all(rejections))),
  broken('takes a broken source for the end', ['source_error'], (header, rejections) =>
    sound.write(header, untilBroken(rejections)),
  ),
];
