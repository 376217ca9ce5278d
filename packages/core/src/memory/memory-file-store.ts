import { fileErrors, parseFileAddress } from '../domain/file-address.js';
import { fileName } from '../domain/file-name.js';
import { hex } from '../domain/hex.js';
import type { TenantId } from '../domain/ids.js';
import { sha256 } from '../domain/sha256.js';
import type { FileStore, OpenOptions, StoredFile } from '../ports/file-store.js';

interface MemoryFile {
  readonly stored: StoredFile;
  readonly bytes: Uint8Array;
}

/** The data of a memory store: two file stores on one are two instances on the same data. */
export class MemoryFiles {
  readonly byAddress = new Map<string, MemoryFile>();
  count = 0;
}

const bucket = 'oms-memory';
const pieceBytes = 65_536;

/** Files in memory, whole. Nothing outlives the store. */
export class MemoryFileStore implements FileStore {
  readonly #files: MemoryFiles;

  constructor(files: MemoryFiles = new MemoryFiles()) {
    this.#files = files;
  }

  async put(tenantId: TenantId, name: string, bytes: AsyncIterable<Uint8Array>): Promise<StoredFile> {
    const ownName = fileName(name);
    const content = await gather(bytes);
    this.#files.count += 1;
    const key = `${tenantId}/${this.#files.count}-${ownName}`;
    return this.#write(`s3://${bucket}/${key}`, content);
  }

  /** Changes a file behind its readers' backs, as another program would. */
  replace(address: string, content: Uint8Array): void {
    this.#write(address, content);
  }

  async stat(tenantId: TenantId, address: string): Promise<StoredFile> {
    return { ...this.#find(tenantId, address).stored };
  }

  async *open(tenantId: TenantId, address: string, { etag, offsetBytes = 0 }: OpenOptions): AsyncGenerator<Uint8Array> {
    for (let at = offsetBytes; ; at += pieceBytes) {
      const { stored, bytes } = this.#find(tenantId, address);
      if (stored.etag !== etag) throw fileErrors.changed(address);
      if (at >= bytes.length) return;
      yield bytes.slice(at, at + pieceBytes);
    }
  }

  #write(address: string, bytes: Uint8Array): StoredFile {
    const digest = hex(sha256(bytes));
    const key = address.slice(`s3://${bucket}/`.length);
    const stored = { bucket, key, address, etag: digest.slice(0, 32), sizeBytes: bytes.length, sha256: digest };
    this.#files.byAddress.set(address, { stored, bytes });
    return { ...stored };
  }

  #find(tenantId: TenantId, address: string): MemoryFile {
    const parsed = parseFileAddress(address);
    const isOwn = parsed.bucket === bucket && parsed.key.startsWith(`${tenantId}/`);
    if (!isOwn) throw fileErrors.foreign(address);
    const file = this.#files.byAddress.get(address);
    if (file === undefined) throw fileErrors.notFound(address);
    return file;
  }
}

const gather = async (bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece.slice());
  const whole = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
};
