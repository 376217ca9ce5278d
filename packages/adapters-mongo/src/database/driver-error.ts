import { MongoBulkWriteError, MongoError, MongoServerError } from 'mongodb';

const duplicateKey = 11_000;
const writeConflict = 112;

/** The driver lets what a socket says of its own end through as it is. */
const socketCodes: ReadonlySet<unknown> = new Set(['EPIPE', 'ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH']);

export const isDriverError = (error: unknown): error is Error => error instanceof MongoError || isLostSocket(error);

const isLostSocket = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && socketCodes.has(error.code);

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
  isLostSocket(error) || (error instanceof MongoError && isRepeatableOfDriver(error));

const isRepeatableOfDriver = (error: MongoError): boolean =>
  (error instanceof MongoServerError && (error.code === writeConflict || error.code === duplicateKey)) ||
  labels.some((label) => error.hasErrorLabel(label)) ||
  repeatableNames.has(error.name) ||
  isLostBatch(error);

const labels = ['RetryableWriteError', 'TransientTransactionError', 'ResetPool'];

const repeatableNames: ReadonlySet<string> = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoPoolClearedError',
  'MongoPoolClearedOnNetworkError',
  'MongoWriteConcernError',
  'MongoServerSelectionError',
]);

/** A batch whose connection broke has no code of the server's; one that no majority has says so beside what it did. */
const isLostBatch = (error: MongoError): boolean =>
  error instanceof MongoBulkWriteError &&
  (typeof error.code !== 'number' || error.result.getWriteConcernError() !== undefined);
