import { Readable } from 'node:stream';
import { GetObjectTaggingCommand, HeadObjectCommand, PutObjectTaggingCommand, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { type FileStore, fileAddress, fileName, type OpenOptions, type StoredFile, type TenantId } from '@oms/core';
import { HashedBytes } from './hashed-bytes.js';
import { readPinned } from './read-pinned.js';
import { translateS3Error } from './s3-error.js';
import { keyOf, newKey } from './s3-keys.js';

export interface S3FileStoreOptions {
  /** How often in a row a broken download is taken up again without a byte; default 5. */
  readonly maxBreaks?: number;
  /** A download that brings nothing for so long is broken, in milliseconds; default 30,000. */
  readonly idleTimeoutMs?: number;
}

const shaTag = 'sha256';

/**
 * Files in one S3 bucket, under keys that begin with their tenant. An upload goes in parts and is visible once complete; its
 * SHA-256 is kept as a tag of the object (which needs the rights to read and write tags). The bucket has to be there; takes a
 * client and leaves it open.
 */
export class S3FileStore implements FileStore {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #options: Required<S3FileStoreOptions>;

  constructor(client: S3Client, bucket: string, options: S3FileStoreOptions = {}) {
    this.#client = client;
    this.#bucket = bucket;
    this.#options = { maxBreaks: 5, idleTimeoutMs: 30_000, ...options };
  }

  async put(tenantId: TenantId, name: string, bytes: AsyncIterable<Uint8Array>): Promise<StoredFile> {
    const at = { Bucket: this.#bucket, Key: newKey(tenantId, fileName(name)) };
    const address = fileAddress({ bucket: this.#bucket, key: at.Key });
    const hashed = new HashedBytes();
    const body = Readable.from(hashed.of(bytes), { objectMode: false });
    try {
      const { ETag = '' } = await new Upload({ client: this.#client, params: { ...at, Body: body } }).done();
      const { sha256, sizeBytes } = hashed;
      const Tagging = { TagSet: [{ Key: shaTag, Value: sha256 }] };
      await this.#client.send(new PutObjectTaggingCommand({ ...at, Tagging }));
      return { bucket: this.#bucket, key: at.Key, address, etag: ETag, sizeBytes, sha256 };
    } catch (error) {
      throw hashed.failure === undefined ? translateS3Error(error, address) : hashed.failure.error;
    } finally {
      body.destroy();
    }
  }

  async stat(tenantId: TenantId, address: string): Promise<StoredFile> {
    const key = keyOf(tenantId, this.#bucket, address);
    const at = { Bucket: this.#bucket, Key: key };
    try {
      const head = await this.#client.send(new HeadObjectCommand(at));
      const sha256 = await this.#sha256Of(at);
      const { ETag: etag = '', ContentLength: sizeBytes = 0 } = head;
      const file = { bucket: this.#bucket, key, address, etag, sizeBytes };
      return sha256 === undefined ? file : { ...file, sha256 };
    } catch (error) {
      throw translateS3Error(error, address);
    }
  }

  async *open(tenantId: TenantId, address: string, options: OpenOptions): AsyncGenerator<Uint8Array> {
    const key = keyOf(tenantId, this.#bucket, address);
    const { etag, offsetBytes = 0 } = options;
    yield* readPinned(this.#client, { bucket: this.#bucket, key, address, etag }, { ...this.#options, offsetBytes });
  }

  /** A tag goes with the content it was set for: whoever replaces an object replaces its tags. */
  async #sha256Of(at: { readonly Bucket: string; readonly Key: string }): Promise<string | undefined> {
    const { TagSet = [] } = await this.#client.send(new GetObjectTaggingCommand(at));
    return TagSet.find(({ Key }) => Key === shaTag)?.Value;
  }
}
