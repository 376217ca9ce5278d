import type { DeductAnswer } from '@oms/core';
import { refusalOf } from './check-refusal.js';
import type { HttpAnswer } from './http-answer.js';

/** Of a call that told neither yes nor no. */
export const deductAnswerOf = (
  answer: HttpAnswer,
): Extract<DeductAnswer, { answer: 'not_attempted' | 'unknown_outcome' }> =>
  answer.kind === 'not_attempted'
    ? { answer: 'not_attempted', ...refusalOf(answer) }
    : { answer: 'unknown_outcome', reason: refusalOf(answer).reason };

/** Of a call that only asks: whatever came of it, nothing was deducted. */
export const nothingDeducted = (answer: HttpAnswer): DeductAnswer => ({
  answer: 'not_attempted',
  ...refusalOf(answer),
});
