import type { TenantId } from '../domain/ids.js';

/** A complete file in the store. */
export interface StoredFile {
  readonly bucket: string;
  /** Made by the store; begins with the tenant's prefix. */
  readonly key: string;
  /** `s3://{bucket}/{key}` */
  readonly address: string;
  /** Changes whenever the content does. */
  readonly etag: string;
  readonly sizeBytes: number;
  /** Lower-case hex; absent when the file came into the store by another way than `put`. */
  readonly sha256?: string;
}

export interface OpenOptions {
  /** Pins the content: a file with another etag fails with `conflict` / `source_changed`, never a mix of two. */
  readonly etag: string;
  /** First byte to read; default 0. At or past the end: no bytes. */
  readonly offsetBytes?: number;
}

/**
 * Files of tenants.
 *
 * Errors: `not_found` / `file_not_found`; `forbidden` / `foreign_file` for an address of another tenant or bucket, whether
 * or not it exists; `invalid` / `invalid_address` or `invalid_name`; `unavailable` / `file_store_unavailable`.
 */
export interface FileStore {
  /**
   * Stores a stream under the tenant and a name (1..255 characters, no control characters; only its last path segment is
   * used). Resolves when the file is durable, with its SHA-256, which is kept with the file. Nothing is visible until
   * complete: a source that throws leaves nothing and its error passes unchanged. Two puts of one name are two files.
   */
  put(tenantId: TenantId, name: string, bytes: AsyncIterable<Uint8Array>): Promise<StoredFile>;
  stat(tenantId: TenantId, address: string): Promise<StoredFile>;
  /** The bytes of exactly the pinned content. Fails on the first read, not on the call. Leaving the loop early closes it. */
  open(tenantId: TenantId, address: string, options: OpenOptions): AsyncIterable<Uint8Array>;
}
