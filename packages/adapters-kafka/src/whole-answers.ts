const lengthBytes = 4;

/**
 * Takes the pieces in which a connection brings answers, and hands each answer on when it is whole, its length before it. The
 * client keeps what it has of an answer when its connection breaks, and takes it for the beginning of what the next one brings.
 */
export const wholeAnswers = (deliver: (answer: Buffer) => void): ((piece: Buffer) => void) => {
  let pieces: Buffer[] = [];
  let bytes = 0;
  let needed = lengthBytes;
  return (piece) => {
    pieces.push(piece);
    bytes += piece.length;
    while (bytes >= needed) {
      const all = Buffer.concat(pieces, bytes);
      const length = lengthBytes + Math.max(0, all.readInt32BE());
      const isWhole = bytes >= length;
      if (isWhole) deliver(all.subarray(0, length));
      const rest = isWhole ? all.subarray(length) : all;
      pieces = [rest];
      bytes = rest.length;
      needed = isWhole ? lengthBytes : length;
    }
  };
};
