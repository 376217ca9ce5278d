import type { Context } from '../domain/context.js';
import type { FileStore, StoredFile } from '../ports/file-store.js';

export interface UploadFileInput {
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Streams a file into the store. Resolves when it is durable; a stream that breaks leaves nothing. Errors as `FileStore.put`. */
export const uploadFile =
  ({ files }: { readonly files: FileStore }) =>
  (context: Context, { name, bytes }: UploadFileInput): Promise<StoredFile> =>
    files.put(context.tenantId, name, bytes);
