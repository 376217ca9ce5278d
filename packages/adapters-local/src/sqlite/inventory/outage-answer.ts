import { type ClaimAnswer, isOmsError } from '@oms/core';
import { type DriverFault, faultOf } from '../database/driver-error.js';

/** Faults that come before the commit, or undo it. */
const nothingWritten: ReadonlySet<DriverFault | undefined> = new Set(['busy', 'locked', 'readOnly', 'full']);

/** What a claim answers whose write failed: when the disk fails in the commit, nobody knows whether it is there. */
export const outageAnswer = (error: unknown, retryAfterMs: number): ClaimAnswer => {
  if (!isOmsError(error)) throw error;
  const reason = error.message;
  const isRefused = error.cause === undefined || nothingWritten.has(faultOf(error.cause));
  return isRefused ? { answer: 'not_attempted', retryAfterMs, reason } : { answer: 'unknown_outcome', reason };
};
