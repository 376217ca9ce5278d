import { realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type FileStore, fileErrors, fileName, type OpenOptions, type StoredFile, type TenantId } from '@oms/core';
import { Addresses } from './addresses.js';
import { etagOf } from './etag.js';
import { translateFileError, translateReadError } from './file-error.js';
import { removeLeftovers, unfinishedPath } from './leftovers.js';
import { readPinned } from './read-pinned.js';
import { readSidecar, type Sidecar, sidecarPath } from './sidecar.js';
import { makeFolder, syncFolder, writeDurably } from './write-durably.js';

export interface DirectoryFileStoreOptions {
  /** The bucket in `s3://{bucket}/{key}`; default `oms-local`. */
  readonly bucket?: string;
}

/**
 * Files in a directory. A file is written under a temporary name and synced; what is known of it is written; then it is
 * renamed into place: what is visible is complete. Besides the port's errors: `unavailable`: `disk_full`, `not_writable`.
 */
export class DirectoryFileStore implements FileStore {
  readonly #folder: string;
  readonly #addresses: Addresses;

  constructor(folder: string, options: DirectoryFileStoreOptions = {}) {
    this.#folder = resolve(folder);
    this.#addresses = new Addresses(options.bucket ?? 'oms-local');
  }

  async put(tenantId: TenantId, name: string, bytes: AsyncIterable<Uint8Array>): Promise<StoredFile> {
    const original = fileName(name);
    const key = this.#addresses.newKey(tenantId, original);
    const unfinished = unfinishedPath(this.#folder);
    try {
      await makeFolder(this.#folder, dirname(this.#pathOf(key)));
      await removeLeftovers(this.#folder);
      const { sha256, stats } = await writeDurably(unfinished, bytes);
      const known: Sidecar = { sha256, etag: etagOf(stats), name: original };
      await this.#publish(unfinished, this.#pathOf(key), known);
      return this.#storedFile(key, { ...known, sizeBytes: Number(stats.size) });
    } catch (error) {
      await rm(unfinished, { force: true }).catch(() => undefined);
      throw translateFileError(error, this.#folder);
    }
  }

  async stat(tenantId: TenantId, address: string): Promise<StoredFile> {
    const key = this.#addresses.keyOf(tenantId, address);
    try {
      const path = await this.#realPath(key);
      const stats = await stat(path, { bigint: true });
      if (!stats.isFile()) throw fileErrors.notFound(address);
      const etag = etagOf(stats);
      const known = await readSidecar(path);
      const sha256 = known?.etag === etag ? known.sha256 : undefined;
      return this.#storedFile(key, { etag, sha256, sizeBytes: Number(stats.size) });
    } catch (error) {
      throw translateReadError(error, address, this.#folder);
    }
  }

  async *open(tenantId: TenantId, address: string, { etag, offsetBytes = 0 }: OpenOptions): AsyncGenerator<Uint8Array> {
    const key = this.#addresses.keyOf(tenantId, address);
    try {
      yield* readPinned(await this.#realPath(key), { address, etag, offsetBytes });
    } catch (error) {
      throw translateReadError(error, address, this.#folder);
    }
  }

  async #publish(unfinished: string, path: string, known: Sidecar): Promise<void> {
    await writeDurably(sidecarPath(path), encoded(known));
    await rename(unfinished, path);
    await syncFolder(dirname(path));
  }

  /** A link inside the folder that leads out of it is no file of the tenant. */
  async #realPath(key: string): Promise<string> {
    const path = await realpath(this.#pathOf(key));
    if (path !== join(await realpath(this.#folder), key)) throw fileErrors.foreign(this.#addresses.addressOf(key));
    return path;
  }

  #pathOf(key: string): string {
    return join(this.#folder, ...key.split('/'));
  }

  #storedFile(
    key: string,
    {
      etag,
      sha256,
      sizeBytes,
    }: { readonly etag: string; readonly sha256: string | undefined; readonly sizeBytes: number },
  ): StoredFile {
    const { bucket } = this.#addresses;
    const file = { bucket, key, address: this.#addresses.addressOf(key), etag, sizeBytes };
    return sha256 === undefined ? file : { ...file, sha256 };
  }
}

async function* encoded(known: Sidecar): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(JSON.stringify(known));
}
