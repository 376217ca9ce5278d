const numeral = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Whether a number, written out, is what its text says, down to the last digit. What is too large for any number is not asked about. */
export const isExact = (source: string, value: number): boolean =>
  !Number.isFinite(value) || decimalOf(source) === decimalOf(String(value));

/** The same for every way to write one decimal: its digits without zeros around them, and the exponent of the last. */
const decimalOf = (text: string): string => {
  const [, whole = '', fraction = '', exponent = '0'] = numeral.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  let length = digits.length;
  while (digits[length - 1] === '0') length -= 1;
  const last = Number(exponent) - fraction.length + digits.length - length;
  return length === 0 ? '0' : `${digits.slice(0, length)}e${last}`;
};
