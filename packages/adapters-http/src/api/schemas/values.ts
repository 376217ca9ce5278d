import { z } from 'zod';

const idPattern = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;
const idRule = 'Is 1 to 128 of A-Z a-z 0-9 . _ : -, starting with a letter or a digit.';

/** An id in JSON: a string, or a safe integer. */
export const jsonId = z
  .union([z.string().regex(idPattern, idRule), z.int(idRule).min(0, idRule)], idRule)
  .transform(String);

/** An id in a query. */
export const queryId = z.string().regex(idPattern, idRule);

const priceRule = 'Is a decimal such as "10.50", not below 0, with at most 15 digits before and 4 after the point.';

export const price = z
  .union([z.string().regex(/^\d{1,15}(?:\.\d{1,4})?$/, priceRule), z.number(priceRule).min(0, priceRule)], priceRule)
  .transform(String);

export const quantity = z
  .int('Is a whole number from 1 to 1000000.')
  .min(1, 'Is a whole number from 1 to 1000000.')
  .max(1_000_000, 'Is a whole number from 1 to 1000000.');

export const currency = z.string().regex(/^[A-Z]{3}$/, 'Is an ISO 4217 code such as EUR.');

export const timestamp = z.iso.datetime();
