import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OmsError } from '@oms/core';
import { z } from 'zod';

const storedKey = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** SHA-256 of the key, in hex: the key has 256 random bits, so that no slower hash is needed. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  tenants: z.array(z.string()).min(1),
  created_at: z.string(),
});

export type StoredKey = z.infer<typeof storedKey>;

const keyFile = z.strictObject({ schema_version: z.literal(1), keys: z.array(storedKey) });

export const hashOfKey = (key: string): string => createHash('sha256').update(key).digest('hex');

const invalidFile = (message: string, cause: unknown): OmsError =>
  new OmsError('invalid', 'invalid_keys_file', message, { cause });

/** The API keys of a file, as hashes. Written whole under another name and renamed, so that no reader sees half a file. */
export class KeyFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Throws `invalid` / `invalid_keys_file`. */
  async read(): Promise<readonly StoredKey[]> {
    const text = await readFile(this.#path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '{"schema_version":1,"keys":[]}';
      throw invalidFile(`${this.#path} cannot be read (${error.code}); make it readable.`, error);
    });
    try {
      return keyFile.parse(JSON.parse(text)).keys;
    } catch (cause) {
      throw invalidFile(`${this.#path} is no file of API keys; restore it.`, cause);
    }
  }

  /** The new key; it is shown this once, and nobody can read it from the file. */
  async create(
    name: string,
    tenants: readonly string[],
  ): Promise<{ readonly key: string; readonly stored: StoredKey }> {
    const key = `oms_${randomBytes(32).toString('base64url')}`;
    const created_at = new Date().toISOString();
    const stored = { id: randomUUID(), name, hash: hashOfKey(key), tenants: [...tenants], created_at };
    await this.#write([...(await this.read()), stored]);
    return { key, stored };
  }

  /** Throws `not_found` / `key_not_found`. */
  async revoke(id: string): Promise<void> {
    const keys = await this.read();
    const rest = keys.filter((key) => key.id !== id);
    if (rest.length === keys.length) throw new OmsError('not_found', 'key_not_found', `There is no key ${id}.`);
    await this.#write(rest);
  }

  async #write(keys: readonly StoredKey[]): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    const unfinished = `${this.#path}.${randomUUID()}`;
    await writeFile(unfinished, `${JSON.stringify({ schema_version: 1, keys }, null, 2)}\n`, {
      mode: 0o600,
      flush: true,
    });
    await rename(unfinished, this.#path);
  }
}
