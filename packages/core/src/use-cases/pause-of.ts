import type { ClaimOutcome } from './claim-stock.js';

/**
 * How long to leave the inventory alone: 0 when it answered for any order of the batch, else the longest wait that was asked for,
 * where an answer that was lost asks for `lostAnswerMs`.
 */
export const pauseOf = (outcomes: readonly ClaimOutcome[], lostAnswerMs: number): number => {
  const pauses = outcomes.map(({ answer }) => {
    if (answer.answer === 'not_attempted') return answer.retryAfterMs;
    return answer.answer === 'unknown_outcome' ? lostAnswerMs : 0;
  });
  return pauses.includes(0) ? 0 : Math.max(0, ...pauses);
};
