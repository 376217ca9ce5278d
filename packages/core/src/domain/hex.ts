const digits = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

/** Lower-case hexadecimal. */
export const hex = (bytes: Uint8Array): string => {
  const codes: number[] = [];
  for (const byte of bytes) codes.push(digits[byte >> 4] as number, digits[byte & 15] as number);
  // At once: text that grows by a character leaves a string behind for each.
  return String.fromCharCode(...codes);
};
