import { timingSafeEqual } from 'node:crypto';
import type { Authenticator, Principal } from '@oms/adapters-http/api';
import { hashOfKey, type KeyFile, type StoredKey } from './key-file.js';

const rereadEveryMs = 1_000;

/** Accepts the keys of a file; one that is created or revoked counts within a second. */
export class KeyFileAuthenticator implements Authenticator {
  readonly #file: KeyFile;
  #keys: readonly StoredKey[] = [];
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(file: KeyFile) {
    this.#file = file;
  }

  async authenticate(credential: string | undefined): Promise<Principal | undefined> {
    if (credential === undefined) return undefined;
    if (performance.now() - this.#readAt > rereadEveryMs) await this.#read();
    const key = keyWith(hashOfKey(credential), this.#keys);
    if (key === undefined) return undefined;
    const { id: credentialId, name, tenants } = key;
    return { actor: `key:${name}`, credentialId, mayActFor: (tenantId) => tenants.includes(tenantId) };
  }

  async #read(): Promise<void> {
    this.#keys = await this.#file.read();
    this.#readAt = performance.now();
  }
}

/** Takes the same time whether and wherever there is one. */
const keyWith = (hash: string, keys: readonly StoredKey[]): StoredKey | undefined => {
  const wanted = Buffer.from(hash, 'hex');
  let found: StoredKey | undefined;
  for (const key of keys) if (timingSafeEqual(wanted, Buffer.from(key.hash, 'hex'))) found = key;
  return found;
};
