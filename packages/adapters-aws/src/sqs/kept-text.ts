/** A message has 262,144 bytes, attributes and all: what is left beside those of a letter. */
const mostBytes = 256_000;
const keptBytes = 10_000;

/** What SQS lets no message hold. */
const refused = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** The text with a question mark for each character that SQS refuses. */
export const textFor = (text: string): string => text.replace(refused, '?');

/** A body as a letter can hold it: whole, or its beginning and how many bytes it had. */
export const keptOf = (body: string): { readonly text: string; readonly cutFrom?: number } => {
  const bytes = Buffer.from(body);
  if (bytes.length <= mostBytes) return { text: body };
  return { text: textFor(bytes.subarray(0, keptBytes).toString('utf8')), cutFrom: bytes.length };
};
