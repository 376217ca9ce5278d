import { idPattern, idRule } from '@oms/core';
import { z } from 'zod';

const idSentence = `Is ${idRule}.`;

/** Of an Idempotency-Key: visible characters. */
export const idempotencyKeyPattern = /^[\x21-\x7e]{1,255}$/;

/** An id in JSON: a string, or a safe integer. */
export const jsonId = z
  .union([z.string().regex(idPattern, idSentence), z.int(idSentence).min(0, idSentence)], idSentence)
  .transform(String);

/** An id in a query. */
export const queryId = z.string().regex(idPattern, idSentence);

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

/** Of a route that takes no query. */
export const noQuery = z.strictObject({});
