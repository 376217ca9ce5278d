import { hex } from './hex.js';
import { sha1 } from './sha1.js';
import { utf8 } from './utf8.js';

/** The namespace of every id that OMS derives. Pinned: another one would make every replay a new order. */
const namespace = Uint8Array.from([
  0x6f, 0x1d, 0x8b, 0x52, 0x3c, 0x0e, 0x4a, 0x7b, 0x9d, 0x46, 0x21, 0xe5, 0x77, 0xa0, 0xc8, 0x93,
]);

/** UUID version 5 (RFC 9562, section 5.5) in OMS's namespace; the name is the JSON array of the parts. */
export const uuidV5 = (parts: readonly (string | number | null)[]): string => {
  const name = utf8(JSON.stringify(parts));
  const input = new Uint8Array(namespace.length + name.length);
  input.set(namespace);
  input.set(name, namespace.length);
  const bytes = sha1(input).subarray(0, 16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const text = hex(bytes);
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
};
