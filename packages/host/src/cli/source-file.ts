import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { OmsError } from '@oms/core';

/** A file on this machine that is about to be read. */
export interface SourceFile {
  readonly path: string;
  readonly name: string;
  readonly sizeBytes: number;
}

const problems: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'cannot be read: permission denied',
  ENOTDIR: 'does not exist',
};

/** Throws `invalid` with a sentence that names the file unless it is a readable file with something in it. */
export const sourceFile = async (path: string): Promise<SourceFile> => {
  const refuse = (code: string, what: string, cause?: unknown): OmsError =>
    new OmsError('invalid', code, `${path} ${what}.`, { cause });
  try {
    const { size, ...stats } = await stat(path).then((found) => ({
      size: found.size,
      isFile: found.isFile(),
      isFolder: found.isDirectory(),
    }));
    if (stats.isFolder) throw refuse('not_a_file', 'is a folder; name a CSV file');
    if (!stats.isFile) throw refuse('not_a_file', 'is not a regular file');
    if (size === 0) throw refuse('empty_file', 'is empty; it needs a header and at least one row');
    await access(path, constants.R_OK);
    return { path, name: basename(path), sizeBytes: size };
  } catch (error) {
    if (error instanceof OmsError) throw error;
    const { code = '' } = error as NodeJS.ErrnoException;
    throw refuse('unreadable_file', problems[code] ?? 'cannot be read', error);
  }
};

const newline = 10;

/** The file's bytes; `onLines` hears how many lines each piece had, for a progress bar that must guess the total. */
export async function* readSource({ path }: SourceFile, onLines?: (lines: number) => void): AsyncGenerator<Uint8Array> {
  for await (const piece of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    const bytes = piece as Buffer;
    let lines = 0;
    for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) lines += 1;
    onLines?.(lines);
    yield bytes;
  }
}
