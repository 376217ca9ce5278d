import { createHash } from 'node:crypto';

/** The bytes of a source as they pass: their hash, their number, and what the source threw. */
export class HashedBytes {
  sizeBytes = 0;
  /** Told apart from what the store throws, so that it can pass unchanged. */
  failure: { readonly error: unknown } | undefined;
  readonly #hash = createHash('sha256');

  async *of(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      for await (const piece of bytes) {
        const own = Uint8Array.from(piece);
        this.#hash.update(own);
        this.sizeBytes += own.length;
        yield own;
      }
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }

  get sha256(): string {
    return this.#hash.copy().digest('hex');
  }
}
