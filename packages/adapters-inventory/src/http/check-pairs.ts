import { OmsError, type StockPair } from '@oms/core';
import type { HttpAnswer } from './http-answer.js';

export type PairAnswer = 'known' | 'unknown';

const retryLaterMs = 5_000;

/** Asks for one pair after another, as many at once as the service allows; throws `unavailable` when one has no answer. */
export const checkPairs = (
  pairs: readonly StockPair[],
  ask: (pair: StockPair) => Promise<HttpAnswer>,
  read: (answer: Extract<HttpAnswer, { kind: 'answered' }>) => PairAnswer | undefined,
): Promise<readonly PairAnswer[]> =>
  Promise.all(
    pairs.map(async (pair) => {
      const answer = await ask(pair);
      const known = answer.kind === 'answered' ? read(answer) : undefined;
      if (known !== undefined) return known;
      throw noAnswer(answer);
    }),
  );

/** What a check throws. */
export const noAnswer = (answer: HttpAnswer): OmsError => {
  const { reason, retryAfterMs } = refusalOf(answer);
  const message = `The inventory gave no answer. ${reason}`;
  return new OmsError('unavailable', 'inventory_unavailable', message, { retryAfterMs });
};

/** Why there is nothing to read, and when to ask again. */
export const refusalOf = (answer: HttpAnswer): { readonly reason: string; readonly retryAfterMs: number } => {
  if (answer.kind === 'not_attempted') return { reason: answer.reason, retryAfterMs: answer.retryAfterMs };
  const reason = answer.kind === 'unknown' ? answer.reason : `It answered ${answer.status} with what cannot be read.`;
  return { reason, retryAfterMs: retryLaterMs };
};
