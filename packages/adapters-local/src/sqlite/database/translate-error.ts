import { isOmsError, OmsError } from '@oms/core';
import { type DriverFault, faultOf, isDriverError } from './driver-error.js';

interface Sentence {
  readonly kind: 'unavailable' | 'invalid';
  readonly code: string;
  readonly message: string;
}

const sentences: Partial<Record<DriverFault, Sentence>> = {
  full: {
    kind: 'unavailable',
    code: 'disk_full',
    message: 'The disk of the database is full: nothing was written. Make room and try again.',
  },
  readOnly: {
    kind: 'unavailable',
    code: 'database_not_writable',
    message: 'The database file or its folder is read-only: nothing was written. Give this user the right to write.',
  },
  cannotOpen: {
    kind: 'unavailable',
    code: 'database_not_writable',
    message: 'The database file cannot be opened or created: check that its folder exists and may be written.',
  },
  notADatabase: {
    kind: 'invalid',
    code: 'not_a_database',
    message: 'The file is not a SQLite database: nothing was changed. Name another path, or move the file away.',
  },
};

/** The error that leaves an adapter. `code` is the port's own for what has no clearer name; other errors pass unchanged. */
export const translateError = (error: unknown, code: string): unknown => {
  if (isOmsError(error) || !isDriverError(error)) return error;
  const fault = faultOf(error);
  const sentence = fault === undefined ? undefined : sentences[fault];
  if (sentence !== undefined) return new OmsError(sentence.kind, sentence.code, sentence.message, { cause: error });
  return new OmsError('unavailable', code, `The database did not answer: ${error.message}.`, { cause: error });
};
