import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { SourceFailure } from './source-failure.js';

export interface WrittenFile {
  /** Lower-case hex. */
  readonly sha256: string;
  readonly stats: BigIntStats;
}

/** Writes a new file and waits until it is on the disk. What the source throws is a `SourceFailure`. */
export const writeDurably = async (path: string, bytes: AsyncIterable<Uint8Array>): Promise<WrittenFile> => {
  const file = await open(path, 'wx');
  try {
    const sha256 = await copy(bytes, file);
    await file.sync();
    return { sha256, stats: await file.stat({ bigint: true }) };
  } finally {
    await file.close();
  }
};

const copy = async (bytes: AsyncIterable<Uint8Array>, file: FileHandle): Promise<string> => {
  const hash = createHash('sha256');
  for await (const piece of SourceFailure.marking(bytes)) {
    hash.update(piece);
    await file.writeFile(piece);
  }
  return hash.digest('hex');
};

/** Makes a folder below a root, with every folder between them, durably. */
export const makeFolder = async (root: string, path: string): Promise<void> => {
  if ((await mkdir(path, { recursive: true })) === undefined) return;
  const steps = relative(root, path).split(sep);
  for (let length = 0; length <= steps.length; length += 1) await syncFolder(resolve(root, ...steps.slice(0, length)));
  await syncFolder(dirname(root));
};

/** A rename is on the disk once its folder is. */
export const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
};
