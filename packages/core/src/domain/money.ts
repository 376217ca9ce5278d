const decimal = /^(\d{1,15})(?:\.(\d{1,4}))?$/;

/** The one way to write an exact, non-negative decimal with at most 4 decimals (`010.50` is `10.5`), or undefined. */
export const normalisePrice = (text: string): string | undefined => {
  const match = decimal.exec(text);
  if (match === null) return undefined;
  const whole = (match[1] as string).replace(/^0+(?=\d)/, '');
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
};
