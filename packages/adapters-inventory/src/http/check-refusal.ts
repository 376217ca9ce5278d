import { OmsError } from '@oms/core';
import type { HttpAnswer } from './http-answer.js';

const retryLaterMs = 5_000;

/** What a check throws. */
export const refusedCheck = (answer: HttpAnswer): OmsError => {
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
