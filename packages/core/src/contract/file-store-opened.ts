import type { FileStore, StoredFile } from '../ports/file-store.js';
import { gatheredText, inPieces } from './bytes.js';
import type { Opened } from './contract.js';

/** What a harness opens for the cases of FileStore. */
export interface OpenedFileStore extends Opened<FileStore> {
  /** Changes a stored file behind the store's back, as another program would. */
  replace?(address: string, content: Uint8Array): Promise<void>;
  /** Addresses of all that is visible in the store. */
  addresses?(): Promise<readonly string[]>;
  /** Cuts the subject off from its data until it is closed. */
  outage?(): Promise<void>;
}

export const put = (
  store: FileStore,
  content: string,
  { tenantId = 'tenant-1', name = 'orders.csv' }: { readonly tenantId?: string; readonly name?: string } = {},
): Promise<StoredFile> => store.put(tenantId, name, inPieces(content));

/** The whole text of a file, pinned to the etag it was stored with. */
export const textOf = (store: FileStore, { address, etag }: StoredFile, tenantId = 'tenant-1'): Promise<string> =>
  gatheredText(store.open(tenantId, address, { etag }));

export const forbidden = { kind: 'forbidden', code: 'foreign_file' };
export const notFound = { kind: 'not_found', code: 'file_not_found' };
export const invalidName = { kind: 'invalid', code: 'invalid_name' };
export const invalidAddress = { kind: 'invalid', code: 'invalid_address' };
export const sourceChanged = { kind: 'conflict', code: 'source_changed' };
