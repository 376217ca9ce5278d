import { MongoBulkWriteError, MongoError, MongoServerError } from 'mongodb';

const duplicateKey = 11_000;
const writeConflict = 112;

export const isDriverError = (error: unknown): error is MongoError => error instanceof MongoError;

/** The places of the writes whose key was taken; undefined when the batch failed for anything else as well. */
export const takenPlaces = (error: unknown): readonly number[] | undefined => {
  if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError() !== undefined) return undefined;
  const failures = [error.writeErrors].flat();
  if (failures.length === 0 || failures.some(({ code }) => code !== duplicateKey)) return undefined;
  return failures.map(({ index }) => index);
};

export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === duplicateKey;

/**
 * True when the same write may be sent again: the server said that it did nothing, or it is not known what it did, and the
 * write finds its own traces.
 */
export const isRepeatable = (error: unknown): boolean =>
  error instanceof MongoError &&
  ((error instanceof MongoServerError && (error.code === writeConflict || error.code === duplicateKey)) ||
    error.hasErrorLabel('RetryableWriteError') ||
    error.hasErrorLabel('TransientTransactionError') ||
    error.hasErrorLabel('ResetPool') ||
    repeatableNames.has(error.name) ||
    hasWriteConcernError(error));

const repeatableNames: ReadonlySet<string> = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoPoolClearedError',
  'MongoPoolClearedOnNetworkError',
  'MongoWriteConcernError',
  'MongoServerSelectionError',
]);

const hasWriteConcernError = (error: MongoError): boolean =>
  error instanceof MongoBulkWriteError && error.result.getWriteConcernError() !== undefined;
