import { timingSafeEqual } from 'node:crypto';
import type { Authenticator, Principal } from '@oms/adapters-http/api';
import { OmsError } from '@oms/core';
import { hashOfKey, type KeyFile, type StoredKey } from './key-file.js';

const rereadEveryMs = 1_000;

/**
 * Accepts the keys of a file; one that is created or revoked counts within a second. Throws `unavailable` / `keys_unavailable`
 * while the file cannot be read, or is none of keys: nobody is let in by what it held before.
 */
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
    this.#keys = await this.#file.read().catch((cause: unknown) => {
      throw new OmsError('unavailable', 'keys_unavailable', 'The API keys cannot be read.', { cause });
    });
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
