import { joined } from './record-splitter.js';

/** As the Encoding standard has it: there wherever this code runs, and declared by none of its type libraries. */
declare const TextDecoder: new (
  label: 'utf-8',
  options: { readonly fatal: true; readonly ignoreBOM: true },
) => { decode(bytes?: Uint8Array, options?: { readonly stream: boolean }): string };

const firstLeadByte = 0xc0;
const longestOpenCharacter = 3;

/** Checks a stream of bytes that comes in pieces, cut anywhere. */
export class Utf8Validator {
  readonly #decoder = newDecoder();
  /** The last bytes that were accepted, from the one that began a character on; empty after ASCII. */
  #open = new Uint8Array(0);

  /** How many of these bytes go on as UTF-8; what comes after fewer than all of them is not to be asked. */
  validSize(piece: Uint8Array): number {
    if (!accepts(this.#decoder, piece)) return this.#sizeBeforeFault(piece);
    const last = piece.length < longestOpenCharacter ? joined(this.#open, piece) : piece.slice(-longestOpenCharacter);
    const lead = last.findLastIndex((byte) => byte >= firstLeadByte);
    this.#open = lead === -1 ? new Uint8Array(0) : last.slice(lead);
    return piece.length;
  }

  /** False when the stream ends within a character. */
  ends(): boolean {
    try {
      this.#decoder.decode();
      return true;
    } catch {
      return false;
    }
  }

  #sizeBeforeFault(piece: Uint8Array): number {
    let valid = 0;
    let invalid = piece.length;
    while (invalid - valid > 1) {
      const middle = Math.floor((valid + invalid) / 2);
      if (accepts(newDecoder(), joined(this.#open, piece.subarray(0, middle)))) valid = middle;
      else invalid = middle;
    }
    return valid;
  }
}

const newDecoder = () => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const accepts = (decoder: ReturnType<typeof newDecoder>, bytes: Uint8Array): boolean => {
  try {
    decoder.decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
};
