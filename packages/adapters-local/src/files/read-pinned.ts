import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { fileErrors } from '@oms/core';
import { etagOf } from './etag.js';

const pieceBytes = 256 * 1_024;

export interface PinnedRead {
  readonly address: string;
  readonly etag: string;
  readonly offsetBytes: number;
}

/** The bytes of one open file; each piece is handed out only if the file was still the same after it was read. */
export async function* readPinned(
  path: string,
  { address, etag, offsetBytes }: PinnedRead,
): AsyncGenerator<Uint8Array> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    await assertSame(file, { address, etag });
    for (let at = offsetBytes; ; ) {
      const { bytesRead, buffer } = await file.read(new Uint8Array(pieceBytes), 0, pieceBytes, at);
      await assertSame(file, { address, etag });
      if (bytesRead === 0) return;
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

const assertSame = async (file: FileHandle, { address, etag }: Omit<PinnedRead, 'offsetBytes'>): Promise<void> => {
  if (etagOf(await file.stat({ bigint: true })) === etag) return;
  throw fileErrors.changed(address);
};
