import type { FileStore } from '@oms/core';
import type { PortCaller } from './port-caller.js';

const pieceBytes = 160;

/** A file store whose files come in small pieces, each a call of its own. */
export const simulatedFileStore = (caller: PortCaller, subject: FileStore): FileStore => ({
  put: async (tenantId, name, bytes) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of bytes) pieces.push(piece);
    return caller.call({ name: 'files.put', input: [name], effect: () => subject.put(tenantId, name, replay(pieces)) });
  },
  stat: (tenantId, address) =>
    caller.call({ name: 'files.stat', input: [address], effect: () => subject.stat(tenantId, address) }),
  open: async function* (tenantId, address, { etag, offsetBytes = 0 }) {
    for (let at = offsetBytes; ; at += pieceBytes) {
      const piece = await caller.call({
        name: 'files.read',
        input: [address],
        effect: () => firstPiece(subject.open(tenantId, address, { etag, offsetBytes: at })),
      });
      if (piece === undefined) return;
      yield piece;
    }
  },
});

async function* replay(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

const firstPiece = async (bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> => {
  for await (const piece of bytes) return piece.subarray(0, pieceBytes);
  return undefined;
};
