import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import type { UploadFolder } from '@oms/adapters-http/api';
import { OmsError } from '@oms/core';

/** A folder of this machine. `uploads/orders.csv` names the same file as `orders.csv` when the folder is called so. */
export class DirectoryUploads implements UploadFolder {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = resolve(folder);
  }

  async open(filePath: string): ReturnType<UploadFolder['open']> {
    const path = await this.#pathOf(filePath);
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) throw invalidPath(`${filePath} is not a file`);
      if (stat.size === 0) throw new OmsError('invalid', 'empty_file', `${filePath} is empty; send the file again.`);
      return { name: basename(path), bytes: readWhole(handle) };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** The real place of a file that is in the folder, also after every link is followed. */
  async #pathOf(filePath: string): Promise<string> {
    if (isAbsolute(filePath) || filePath.includes('\0') || filePath.split(/[/\\]/).includes('..')) {
      throw invalidPath(`${JSON.stringify(filePath)} leads out of the upload folder`);
    }
    const own = `${basename(this.#folder)}/`;
    const inFolder = filePath.startsWith(own) ? filePath.slice(own.length) : filePath;
    const [folder, path] = await Promise.all([real(this.#folder), real(resolve(this.#folder, inFolder))]);
    if (folder === undefined || path === undefined) {
      throw new OmsError('not_found', 'file_not_found', `There is no ${filePath} in the upload folder.`);
    }
    const within = relative(folder, path);
    if (within === '' || within === '..' || within.startsWith(`..${sep}`) || isAbsolute(within)) {
      throw invalidPath(`${filePath} leads out of the upload folder`);
    }
    return path;
  }
}

const real = async (path: string): Promise<string | undefined> => {
  try {
    return await realpath(path);
  } catch {
    return undefined;
  }
};

async function* readWhole(handle: FileHandle): AsyncGenerator<Uint8Array> {
  yield* handle.createReadStream() as AsyncIterable<Uint8Array>;
}

const invalidPath = (what: string): OmsError =>
  new OmsError('invalid', 'invalid_file_path', `${what}; name a file of the upload folder by its path in it.`);
