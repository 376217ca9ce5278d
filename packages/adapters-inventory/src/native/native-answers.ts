import type { ClaimAnswer } from '@oms/core';
import { z } from 'zod';

const pair = z.object({ sku_id: z.string(), hub_id: z.string() });

export const checksAnswer = z.object({ answers: z.array(z.enum(['known', 'unknown'])) });

const shortage = pair.extend({ wanted: z.int(), available: z.int().optional() });

const claimAnswer = z.discriminatedUnion('answer', [
  z.object({ answer: z.literal('claimed') }),
  z.object({ answer: z.literal('insufficient'), shortages: z.array(shortage).min(1) }),
  z.object({ answer: z.literal('unknown_item'), pairs: z.array(pair).min(1) }),
  z.object({ answer: z.literal('released') }),
  z.object({ answer: z.literal('unknown_outcome'), reason: z.string() }),
  z.object({ answer: z.literal('not_attempted'), retry_after_ms: z.int().min(0), reason: z.string() }),
]);

export const claimsAnswer = z.object({ answers: z.array(claimAnswer) });

export const releaseAnswer = z.object({ answer: z.literal('released') });

export const claimAnswerOf = (answer: z.output<typeof claimAnswer>): ClaimAnswer => {
  switch (answer.answer) {
    case 'insufficient':
      return { answer: 'insufficient', shortages: answer.shortages.map(shortageOf) };
    case 'unknown_item':
      return { answer: 'unknown_item', pairs: answer.pairs.map(pairOf) };
    case 'not_attempted':
      return { answer: 'not_attempted', retryAfterMs: answer.retry_after_ms, reason: answer.reason };
    default:
      return answer;
  }
};

const pairOf = ({ sku_id, hub_id }: z.output<typeof pair>) => ({ skuId: sku_id, hubId: hub_id });

const shortageOf = ({ wanted, available, ...item }: z.output<typeof shortage>) => ({
  ...pairOf(item),
  wanted,
  ...(available === undefined ? {} : { available }),
});
