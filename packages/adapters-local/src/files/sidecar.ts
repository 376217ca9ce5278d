import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** What is known of a file besides its bytes, and of which content it is known. */
export interface Sidecar {
  readonly sha256: string;
  readonly etag: string;
  /** What its sender called it. */
  readonly name: string;
}

/** Beside the file, under a name that no key leads to. */
export const sidecarPath = (path: string): string => join(dirname(path), `.${basename(path)}.json`);

/** Undefined when there is none that can be read: then nothing is known. */
export const readSidecar = async (path: string): Promise<Sidecar | undefined> => {
  try {
    return JSON.parse(await readFile(sidecarPath(path), 'utf8')) as Sidecar;
  } catch {
    return undefined;
  }
};
