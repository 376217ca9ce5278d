import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileStore, OmsError, type OpenOptions, type StoredFile, type TenantId } from '@oms/core';
import { Addresses } from './addresses.js';
import { translateFileError } from './file-error.js';
import { readSidecar, sidecarPath, writeDurably } from './sidecar.js';

export interface DirectoryFileStoreOptions {
  /** The bucket in `s3://{bucket}/{key}`; default `oms-local`. */
  readonly bucket?: string;
}

const pieceBytes = 256 * 1_024;
const leftoverAfterMs = 86_400_000;
const temporary = '.part';

/**
 * Files in a directory. A file is written under a temporary name, synced, and renamed into place after what is known of it;
 * its etag changes with its size, inode and time of change, so a file that another program touched is another file.
 */
export class DirectoryFileStore implements FileStore {
  readonly #folder: string;
  readonly #addresses: Addresses;

  constructor(folder: string, options: DirectoryFileStoreOptions = {}) {
    this.#folder = folder;
    this.#addresses = new Addresses(options.bucket ?? 'oms-local');
  }

  async put(tenantId: TenantId, name: string, bytes: AsyncIterable<Uint8Array>): Promise<StoredFile> {
    const key = this.#addresses.newKey(tenantId, name);
    const path = join(this.#folder, ...key.split('/'));
    const unfinished = join(this.#folder, `${randomUUID()}${temporary}`);
    try {
      await mkdir(join(path, '..'), { recursive: true });
      await this.#removeLeftovers();
      const sha256 = await writeHashed(unfinished, bytes);
      await writeDurably(
        sidecarPath(path),
        JSON.stringify({ sha256, etag: etagOf(await stat(unfinished, { bigint: true })) }),
      );
      await rename(unfinished, path);
      await syncFolder(join(path, '..'));
    } catch (error) {
      await rm(unfinished, { force: true }).catch(() => undefined);
      throw translateFileError(error, this.#folder);
    }
    return this.stat(tenantId, this.#addresses.addressOf(key));
  }

  async stat(tenantId: TenantId, address: string): Promise<StoredFile> {
    const key = this.#addresses.keyOf(tenantId, address);
    const path = join(this.#folder, ...key.split('/'));
    const found = await stat(path, { bigint: true }).catch((error: unknown) => {
      throw missing(error, address, this.#folder);
    });
    if (!found.isFile()) throw missing({ code: 'ENOENT' }, address, this.#folder);
    const etag = etagOf(found);
    const kept = await readSidecar(path);
    const known = kept?.etag === etag ? { sha256: kept.sha256 } : {};
    const { bucket } = this.#addresses;
    return { bucket, key, address, etag, sizeBytes: Number(found.size), ...known };
  }

  async *open(tenantId: TenantId, address: string, { etag, offsetBytes = 0 }: OpenOptions): AsyncGenerator<Uint8Array> {
    const key = this.#addresses.keyOf(tenantId, address);
    const file = await open(join(this.#folder, ...key.split('/')), 'r').catch((error: unknown) => {
      throw missing(error, address, this.#folder);
    });
    try {
      for (let at = offsetBytes; ; ) {
        if (etagOf(await file.stat({ bigint: true })) !== etag) throw sourceChanged(address);
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(pieceBytes), 0, pieceBytes, at);
        if (bytesRead === 0) return;
        at += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      await file.close();
    }
  }

  /** What processes that died left unfinished; at most a day old files may still be at work. */
  async #removeLeftovers(): Promise<void> {
    for (const name of await readdir(this.#folder)) {
      if (!name.endsWith(temporary)) continue;
      const path = join(this.#folder, name);
      const found = await stat(path).catch(() => undefined);
      if (found !== undefined && Date.now() - found.mtimeMs > leftoverAfterMs) await rm(path, { force: true });
    }
  }
}

const etagOf = (found: { readonly size: bigint; readonly ino: bigint; readonly mtimeNs: bigint }): string =>
  `${found.size.toString(36)}-${found.ino.toString(36)}-${found.mtimeNs.toString(36)}`;

const writeHashed = async (path: string, bytes: AsyncIterable<Uint8Array>): Promise<string> => {
  const hash = createHash('sha256');
  const file = await open(path, 'wx');
  try {
    for await (const piece of bytes) {
      hash.update(piece);
      await file.writeFile(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return hash.digest('hex');
};

const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
};

const missing = (error: unknown, address: string, folder: string): unknown => {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ENOENT' && code !== 'ENOTDIR') return translateFileError(error, folder);
  return new OmsError('not_found', 'file_not_found', `There is no file ${address}.`, { cause: error });
};

const sourceChanged = (address: string): OmsError =>
  new OmsError('conflict', 'source_changed', `${address} was changed since it was submitted; submit it again.`);
