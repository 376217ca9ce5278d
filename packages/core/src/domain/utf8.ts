/** UTF-8 (RFC 3629); a lone surrogate becomes U+FFFD, as the Encoding Standard has it. */
export const utf8 = (text: string): Uint8Array => {
  const bytes = new Uint8Array(text.length * 3);
  return bytes.subarray(0, utf8Into(bytes, text));
};

/** Writes the bytes at the start of a buffer of at least three for each unit of the text; returns how many there are. */
export const utf8Into = (bytes: Uint8Array, text: string): number => {
  let size = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) {
      bytes[size++] = unit;
      continue;
    }
    const point = codePointAt(text, at);
    if (point > 0xffff) at += 1;
    size = append(bytes, size, point);
  }
  return size;
};

const codePointAt = (text: string, at: number): number => {
  const point = text.codePointAt(at) ?? 0xfffd;
  return point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
};

const append = (bytes: Uint8Array, start: number, point: number): number => {
  let size = start;
  if (point < 0x800) {
    bytes[size++] = 0xc0 | (point >> 6);
  } else {
    if (point < 0x10000) {
      bytes[size++] = 0xe0 | (point >> 12);
    } else {
      bytes[size++] = 0xf0 | (point >> 18);
      bytes[size++] = 0x80 | ((point >> 12) & 0x3f);
    }
    bytes[size++] = 0x80 | ((point >> 6) & 0x3f);
  }
  bytes[size++] = 0x80 | (point & 0x3f);
  return size;
};
