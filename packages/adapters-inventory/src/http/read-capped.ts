/** The text of an answer; undefined when it is longer than allowed, and then no more of it is read. */
export const readCapped = async (response: Response, maxBytes: number): Promise<string | undefined> => {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body ?? []) {
    bytes += piece.length;
    if (bytes > maxBytes) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
};
