import { open, readFile } from 'node:fs/promises';

/** What is known of a file besides its bytes, and of which content it is known. */
export interface Sidecar {
  readonly sha256: string;
  readonly etag: string;
}

export const sidecarPath = (path: string): string => `${path}.meta`;

/** Undefined when there is none that can be read: then nothing is known. */
export const readSidecar = async (path: string): Promise<Sidecar | undefined> => {
  try {
    return JSON.parse(await readFile(sidecarPath(path), 'utf8')) as Sidecar;
  } catch {
    return undefined;
  }
};

export const writeDurably = async (path: string, text: string): Promise<void> => {
  const file = await open(path, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
};
