const encoder = new TextEncoder();

/** The bytes of a text, in pieces of the given sizes, in turn. */
export async function* bytesOf(content: string | Uint8Array, ...sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === 'string' ? encoder.encode(content) : content;
  let turn = 0;
  for (let at = 0; at < bytes.length; ) {
    const size = Math.max(1, sizes[turn++ % Math.max(sizes.length, 1)] ?? bytes.length);
    yield bytes.slice(at, at + size);
    at += size;
  }
}
