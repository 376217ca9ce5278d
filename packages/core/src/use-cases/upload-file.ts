import type { Context } from '../domain/context.js';
import { fileErrors } from '../domain/file-address.js';
import type { FileStore, StoredFile } from '../ports/file-store.js';

export interface UploadFileInput {
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * Streams a file into the store. Resolves when it is durable; a stream that breaks leaves nothing. Throws `invalid` /
 * `empty_file` for one without a byte, which leaves nothing either; else as `FileStore.put`.
 */
export const uploadFile =
  ({ files }: { readonly files: FileStore }) =>
  (context: Context, { name, bytes }: UploadFileInput): Promise<StoredFile> =>
    files.put(context.tenantId, name, notEmpty(bytes));

async function* notEmpty(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isEmpty = true;
  for await (const piece of bytes) {
    if (piece.length > 0) isEmpty = false;
    yield piece;
  }
  if (isEmpty) throw fileErrors.empty();
}
