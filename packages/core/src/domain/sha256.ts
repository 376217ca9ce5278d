import { BlockHash, type Compress } from './block-hash.js';
import { utf8, utf8Into } from './utf8.js';

const fraction = (root: number): number => ((root - Math.floor(root)) * 0x1_0000_0000) | 0;

const primes = (count: number): number[] => {
  const found: number[] = [];
  for (let n = 2; found.length < count; n += 1) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
};

/** FIPS 180-4: the fractional parts of the roots of the first primes. */
const constants = Int32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)));
const initial = primes(8).map((prime) => fraction(Math.sqrt(prime)));
const schedule = new Int32Array(64);

const at = (words: Int32Array, index: number): number => words[index] as number;
const rotate = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits));

const expand = (block: DataView, offset: number): void => {
  for (let i = 0; i < 16; i += 1) schedule[i] = block.getInt32(offset + i * 4);
  for (let i = 16; i < 64; i += 1) {
    const early = at(schedule, i - 15);
    const late = at(schedule, i - 2);
    const low = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const high = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    schedule[i] = (at(schedule, i - 16) + low + at(schedule, i - 7) + high) | 0;
  }
};

const compress: Compress = (state, block, offset) => {
  expand(block, offset);
  let a = at(state, 0);
  let b = at(state, 1);
  let c = at(state, 2);
  let d = at(state, 3);
  let e = at(state, 4);
  let f = at(state, 5);
  let g = at(state, 6);
  let h = at(state, 7);
  for (let i = 0; i < 64; i += 1) {
    const big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const first = (h + big1 + ((e & f) ^ (~e & g)) + at(constants, i) + at(schedule, i)) | 0;
    const big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  add(state, 0, a);
  add(state, 1, b);
  add(state, 2, c);
  add(state, 3, d);
  add(state, 4, e);
  add(state, 5, f);
  add(state, 6, g);
  add(state, 7, h);
};

const add = (state: Int32Array, index: number, word: number): void => {
  state[index] = (at(state, index) + word) | 0;
};

/** SHA-256 (FIPS 180-4) of a stream, without any platform's crypto. */
export const sha256Stream = (): BlockHash => new BlockHash(initial, compress);

const oneShot = sha256Stream();

/** The most units of a text that is hashed without a buffer of its own. */
const scratchUnits = 2_048;
const scratch = new Uint8Array(scratchUnits * 3);

/** Of a text's UTF-8. */
export const sha256OfText = (text: string): Uint8Array =>
  sha256(text.length <= scratchUnits ? scratch.subarray(0, utf8Into(scratch, text)) : utf8(text));

export const sha256 = (bytes: Uint8Array): Uint8Array => oneShot.update(bytes).digest();
