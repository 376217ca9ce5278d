import { BlockHash, type Compress } from './block-hash.js';

const initial = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
const schedule = new Int32Array(80);

const at = (words: Int32Array, index: number): number => words[index] as number;
const rotateLeft = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

const mix = (round: number, b: number, c: number, d: number): number => {
  if (round < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (round < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (round < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
};

const compress: Compress = (state, block, offset) => {
  for (let i = 0; i < 16; i += 1) schedule[i] = block.getInt32(offset + i * 4);
  for (let i = 16; i < 80; i += 1) {
    const mixed = at(schedule, i - 3) ^ at(schedule, i - 8) ^ at(schedule, i - 14) ^ at(schedule, i - 16);
    schedule[i] = rotateLeft(mixed, 1);
  }
  let a = at(state, 0);
  let b = at(state, 1);
  let c = at(state, 2);
  let d = at(state, 3);
  let e = at(state, 4);
  for (let i = 0; i < 80; i += 1) {
    const next = (rotateLeft(a, 5) + mix(i, b, c, d) + e + at(schedule, i)) | 0;
    e = d;
    d = c;
    c = rotateLeft(b, 30);
    b = a;
    a = next;
  }
  add(state, 0, a);
  add(state, 1, b);
  add(state, 2, c);
  add(state, 3, d);
  add(state, 4, e);
};

const add = (state: Int32Array, index: number, word: number): void => {
  state[index] = (at(state, index) + word) | 0;
};

const oneShot = new BlockHash(initial, compress);

/** SHA-1 (FIPS 180-4). For UUIDv5 alone, which names it; nothing's safety rests on it. */
export const sha1 = (bytes: Uint8Array): Uint8Array => oneShot.update(bytes).digest();
