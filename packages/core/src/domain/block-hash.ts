/** One round of a Merkle-Damgard hash with 64-byte blocks: mixes the block at `offset` into the state. */
export type Compress = (state: Int32Array, block: DataView, offset: number) => void;

/** Splits a stream into padded 64-byte blocks (FIPS 180-4, section 5), for SHA-1 and SHA-256. */
export class BlockHash {
  readonly #initial: Int32Array;
  readonly #state: Int32Array;
  readonly #compress: Compress;
  readonly #pending = new Uint8Array(64);
  readonly #pendingView = new DataView(this.#pending.buffer);
  #pendingSize = 0;
  #totalSize = 0;

  constructor(initialState: readonly number[], compress: Compress) {
    this.#initial = Int32Array.from(initialState);
    this.#state = this.#initial.slice();
    this.#compress = compress;
  }

  update(bytes: Uint8Array): this {
    this.#totalSize += bytes.length;
    let at = 0;
    if (this.#pendingSize > 0) at = this.#fill(bytes);
    if (at + 64 <= bytes.length) at = this.#whole(bytes, at);
    if (at < bytes.length) this.#keep(bytes.subarray(at));
    return this;
  }

  /** Ends the stream; the next update begins another. */
  digest(): Uint8Array {
    const sizeBits = this.#totalSize * 8;
    this.#pad();
    this.#pendingView.setUint32(56, Math.floor(sizeBits / 0x1_0000_0000));
    this.#pendingView.setUint32(60, sizeBits >>> 0);
    this.#compress(this.#state, this.#pendingView, 0);
    const digest = new Uint8Array(this.#state.length * 4);
    const view = new DataView(digest.buffer);
    for (let i = 0; i < this.#state.length; i += 1) view.setInt32(i * 4, this.#state[i] as number);
    this.#state.set(this.#initial);
    this.#pendingSize = 0;
    this.#totalSize = 0;
    return digest;
  }

  #pad(): void {
    this.#pending[this.#pendingSize] = 0x80;
    this.#pending.fill(0, this.#pendingSize + 1);
    if (this.#pendingSize < 56) return;
    this.#compress(this.#state, this.#pendingView, 0);
    this.#pending.fill(0);
  }

  #fill(bytes: Uint8Array): number {
    const taken = Math.min(64 - this.#pendingSize, bytes.length);
    this.#keep(bytes.subarray(0, taken));
    if (this.#pendingSize === 64) {
      this.#compress(this.#state, this.#pendingView, 0);
      this.#pendingSize = 0;
    }
    return taken;
  }

  #whole(bytes: Uint8Array, start: number): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = start;
    for (; at + 64 <= bytes.length; at += 64) this.#compress(this.#state, view, at);
    return at;
  }

  #keep(bytes: Uint8Array): void {
    this.#pending.set(bytes, this.#pendingSize);
    this.#pendingSize += bytes.length;
  }
}
