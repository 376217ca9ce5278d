const maxQuantity = 1_000_000;

export const isQuantity = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= maxQuantity;

const digits = /^\d{1,10}$/;

/** A quantity as a file writes it: plain digits, 1..1,000,000; else undefined. */
export const parseQuantity = (text: string): number | undefined => {
  const value = digits.test(text) ? Number(text) : Number.NaN;
  return isQuantity(value) ? value : undefined;
};
