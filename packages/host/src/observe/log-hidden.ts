import { isOmsError } from '@oms/core';
import type { Logger } from 'pino';

/** Writes down what a caller is not shown: what did not answer, in a line, and what nobody foresaw, with its stack. */
export const logHidden =
  (log: Logger) =>
  (err: unknown, requestId: string): void => {
    if (!isOmsError(err)) log.error({ err, requestId }, 'internal_error');
    else log.warn({ code: err.code, reason: err.message, cause: causeOf(err), requestId }, 'unavailable');
  };

const causeOf = ({ cause }: Error): string | undefined => (cause instanceof Error ? cause.message : undefined);
