import { sha256OfText } from './sha256.js';

const shardCount = 64;
const wordsPerHash = 4;

/**
 * The order ids that a file has used so far, as 128 bits of their SHA-256 in typed arrays: about 32 MB for a million,
 * where a set of strings takes 100. Two ids are never taken for one but by a collision of 128 bits.
 */
export class SeenIds {
  readonly #shards: Shard[] = Array.from({ length: shardCount }, () => new Shard());

  /** False when the id was there already. */
  add(id: string): boolean {
    const digest = sha256OfText(id);
    const hash = new Uint32Array(digest.buffer, 0, wordsPerHash);
    return (this.#shards[(digest[31] as number) % shardCount] as Shard).add(hash);
  }
}

/** Open addressing with linear probing, at most three quarters full; many small tables grow without a big copy. */
class Shard {
  #table = new Uint32Array(64 * wordsPerHash);
  #size = 0;

  add(hash: Uint32Array): boolean {
    if (this.#size * 4 >= (this.#table.length / wordsPerHash) * 3) this.#grow();
    const added = insert(this.#table, hash);
    if (added) this.#size += 1;
    return added;
  }

  #grow(): void {
    const old = this.#table;
    this.#table = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += wordsPerHash) {
      const hash = old.subarray(at, at + wordsPerHash);
      if (!isEmpty(hash, 0)) insert(this.#table, hash);
    }
  }
}

const isEmpty = (table: Uint32Array, at: number): boolean =>
  table[at] === 0 && table[at + 1] === 0 && table[at + 2] === 0 && table[at + 3] === 0;

const holds = (table: Uint32Array, at: number, hash: Uint32Array): boolean =>
  table[at] === hash[0] && table[at + 1] === hash[1] && table[at + 2] === hash[2] && table[at + 3] === hash[3];

const insert = (table: Uint32Array, hash: Uint32Array): boolean => {
  const mask = table.length / wordsPerHash - 1;
  let slot = (hash[0] as number) & mask;
  while (!isEmpty(table, slot * wordsPerHash)) {
    if (holds(table, slot * wordsPerHash, hash)) return false;
    slot = (slot + 1) & mask;
  }
  table.set(hash, slot * wordsPerHash);
  return true;
};
