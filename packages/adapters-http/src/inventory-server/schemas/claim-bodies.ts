import { idPattern } from '@oms/core';
import { z } from 'zod';
import { jsonId, quantity, queryId } from '../../schemas/values.js';

const pair = z.strictObject({ sku_id: jsonId, hub_id: jsonId });

export const checksBody = z.strictObject({
  pairs: z.array(pair).max(1_000, 'Is at most 1000 pairs.'),
});

const claim = z.strictObject({
  order_id: jsonId,
  lines: z
    .array(z.strictObject({ sku_id: jsonId, hub_id: jsonId, quantity }))
    .min(1, 'Is at least one line.')
    .max(500, 'Is at most 500 lines.'),
});

export const claimsBody = z.strictObject({ claims: z.array(claim).max(500, 'Is at most 500 claims.') });

export const checksAnswer = z.object({ answers: z.array(z.enum(['known', 'unknown'])) });

const item = { sku_id: z.string(), hub_id: z.string() };

const claimAnswer = z.discriminatedUnion('answer', [
  z.object({ answer: z.literal('claimed') }),
  z.object({
    answer: z.literal('insufficient'),
    shortages: z.array(z.object({ ...item, wanted: z.int(), available: z.int().optional() })),
  }),
  z.object({ answer: z.literal('unknown_item'), pairs: z.array(z.object(item)) }),
  z.object({ answer: z.literal('released') }),
  z.object({ answer: z.literal('unknown_outcome'), reason: z.string() }),
  z.object({ answer: z.literal('not_attempted'), retry_after_ms: z.int(), reason: z.string() }),
]);

export const claimsAnswer = z.object({ answers: z.array(claimAnswer) });

export const releasedAnswer = z.object({ answer: z.literal('released') });

export const stockQuery = z.strictObject({ sku_id: queryId, hub_id: queryId });

export const deliveryQuery = z.strictObject({
  reference: z.string().regex(idPattern, 'Is an id.').optional(),
});

export const deliveredAnswer = z.object({ applied: z.boolean(), lines: z.int() });

export const stockAnswer = z.object({ ...item, quantity: z.int() });
