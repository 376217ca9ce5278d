import { ok } from 'node:assert';
import { hex } from '../domain/hex.js';
import { sha256 } from '../domain/sha256.js';
import { utf8 } from '../domain/utf8.js';

/** The bytes as a source that hands them out in pieces. */
export async function* inPieces(content: string | Uint8Array, pieceBytes = 65_536): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === 'string' ? utf8(content) : content;
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.slice(at, at + pieceBytes);
}

export const gathered = async (source: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  const whole = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
};

export const gatheredText = async (source: AsyncIterable<Uint8Array>): Promise<string> =>
  new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await gathered(source));

export const sha256Of = (content: string | Uint8Array): string =>
  hex(sha256(typeof content === 'string' ? utf8(content) : content));

/** Bytes that differ from place to place, the same ones for the same seed. */
export const pattern = (sizeBytes: number, seed = 1): Uint8Array =>
  Uint8Array.from({ length: sizeBytes }, (_, n) => (n * 31 + (n >> 8) * seed + seed) & 0xff);

/** Fails without a diff, which would cost more than the file. */
export const expectBytes = (actual: Uint8Array, expected: Uint8Array, where = 'the bytes'): void => {
  const isSame = actual.length === expected.length && actual.every((byte, at) => byte === expected[at]);
  ok(isSame, `${where} are not those expected (${actual.length} bytes, not ${expected.length})`);
};
