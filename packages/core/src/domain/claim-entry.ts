import type { OrderId } from './ids.js';
import { isSamePair, type StockLine, type StockPair } from './stock-line.js';
import type { EpochMs } from './time.js';

/** One line that the inventory was, or is just being, asked to deduct. */
export interface ClaimAttempt {
  readonly attemptId: string;
  readonly line: StockLine;
  readonly startedAt: EpochMs;
  /** An attempt without an answer by then has an unknown outcome. */
  readonly deadlineAt: EpochMs;
  /** Why its outcome is unknown; absent while it may still be answered. */
  readonly unknown?: string;
}

export type AttemptOutcome =
  | { readonly outcome: 'deducted' }
  | { readonly outcome: 'not_deducted' }
  | { readonly outcome: 'unknown'; readonly reason: string };

/** What was asked and deducted for one order. */
export interface ClaimEntry {
  readonly orderId: OrderId;
  /** Each pair once. */
  readonly deducted: readonly StockLine[];
  /** Without an answer so far: while it stands there is no other. */
  readonly attempt?: ClaimAttempt;
  /** No attempt starts any more. */
  readonly isClosed: boolean;
  /** The attempt that was answered last, and how. */
  readonly answered?: { readonly attemptId: string; readonly outcome: 'deducted' | 'not_deducted' };
}

export const emptyEntry = (orderId: OrderId): ClaimEntry => ({ orderId, deducted: [], isClosed: false });

/** Whether nobody will learn any more what became of the attempt, but from a person. */
export const isUnknown = ({ unknown, deadlineAt }: ClaimAttempt, now: EpochMs): boolean =>
  unknown !== undefined || deadlineAt <= now;

/** The entry with the attempt; undefined when another one stands, its pair was deducted, or the entry is closed. */
export const startAttempt = (entry: ClaimEntry, attempt: ClaimAttempt): ClaimEntry | undefined => {
  if (entry.attempt?.attemptId === attempt.attemptId) return entry;
  const isTaken = entry.attempt !== undefined || entry.deducted.some((line) => isSamePair(line, attempt.line));
  return isTaken || entry.isClosed ? undefined : { ...entry, attempt };
};

/** The entry with the outcome; undefined when the attempt does not stand, and was not answered so before. */
export const endAttempt = (entry: ClaimEntry, attemptId: string, outcome: AttemptOutcome): ClaimEntry | undefined => {
  const { attempt, ...rest } = entry;
  if (attempt?.attemptId !== attemptId) {
    const { answered } = entry;
    return answered?.attemptId === attemptId && answered.outcome === outcome.outcome ? entry : undefined;
  }
  if (outcome.outcome === 'unknown') return { ...rest, attempt: { ...attempt, unknown: outcome.reason } };
  const answered = { attemptId, outcome: outcome.outcome };
  return outcome.outcome === 'deducted'
    ? { ...rest, answered, deducted: [...entry.deducted, attempt.line] }
    : { ...rest, answered };
};

/** The entry closed; as it is while an attempt stands. */
export const closeEntry = (entry: ClaimEntry): ClaimEntry =>
  entry.attempt === undefined ? { ...entry, isClosed: true } : entry;

/** The entry without deductions that were given back. */
export const withoutReturned = (entry: ClaimEntry, returned: readonly StockPair[]): ClaimEntry => ({
  ...entry,
  deducted: entry.deducted.filter((line) => !returned.some((pair) => isSamePair(line, pair))),
});
