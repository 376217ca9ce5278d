import { compact, type StoredFile } from '@oms/core';

/** A file of the store as JSON shows it. */
export const fileJson = ({ bucket, key, address, etag, sizeBytes, sha256 }: StoredFile): object =>
  compact({ bucket, key, path: address, etag, size: sizeBytes, sha256 });
