import type { FileStore, OpenOptions, StoredFile, TenantId } from '@oms/core';
import { copyReport } from './copy-report.js';

export interface PublicFolder {
  readonly folder: string;
  /** Told when a report could not be copied; it is in the store all the same. */
  readonly onError: (error: unknown) => void;
}

/** As `reportNameOf` makes them. */
const isReport = (name: string): boolean => /^invalid_orders_\d{8}T\d{6}Z-[\w-]{8}\.csv$/.test(name);

/** A file store whose rejection reports are copied into a folder where people find them. */
export class PublicReports implements FileStore {
  readonly #files: FileStore;
  readonly #public: PublicFolder;

  constructor(files: FileStore, folder: PublicFolder) {
    this.#files = files;
    this.#public = folder;
  }

  async put(tenantId: TenantId, name: string, bytes: AsyncIterable<Uint8Array>): Promise<StoredFile> {
    const stored = await this.#files.put(tenantId, name, bytes);
    if (!isReport(name)) return stored;
    const { folder, onError } = this.#public;
    await copyReport(this.#files, { tenantId, address: stored.address, name }, folder).catch(onError);
    return stored;
  }

  stat(tenantId: TenantId, address: string): Promise<StoredFile> {
    return this.#files.stat(tenantId, address);
  }

  open(tenantId: TenantId, address: string, options: OpenOptions): AsyncIterable<Uint8Array> {
    return this.#files.open(tenantId, address, options);
  }
}
