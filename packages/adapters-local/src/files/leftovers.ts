import { randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const suffix = '.part';
/** A younger one may be at work. */
const oldMs = 86_400_000;

/** A name for a file that is not complete. */
export const unfinishedPath = (folder: string): string => join(folder, `.${randomUUID()}${suffix}`);

/** Removes what processes that died left unfinished, once it is a day old. */
export const removeLeftovers = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    if (!name.endsWith(suffix)) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() && Date.now() - found.mtimeMs > oldMs) await rm(path, { force: true });
  }
};
