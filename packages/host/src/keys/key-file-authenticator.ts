import type { Authenticator, Principal } from '@oms/adapters-http/api';
import { hashOfKey, type KeyFile, type StoredKey } from './key-file.js';

const rereadEveryMs = 1_000;

/** Accepts the keys of a file; one that is created or revoked counts within a second. */
export class KeyFileAuthenticator implements Authenticator {
  readonly #file: KeyFile;
  #byHash: ReadonlyMap<string, StoredKey> = new Map();
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(file: KeyFile) {
    this.#file = file;
  }

  async authenticate(credential: string | undefined): Promise<Principal | undefined> {
    if (credential === undefined) return undefined;
    if (performance.now() - this.#readAt > rereadEveryMs) await this.#read();
    const key = this.#byHash.get(hashOfKey(credential));
    if (key === undefined) return undefined;
    return { actor: `key:${key.name}`, mayActFor: (tenantId) => key.tenants.includes(tenantId) };
  }

  async #read(): Promise<void> {
    const keys = await this.#file.read();
    this.#byHash = new Map(keys.map((key) => [key.hash, key]));
    this.#readAt = performance.now();
  }
}
