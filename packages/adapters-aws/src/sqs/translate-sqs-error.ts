import { isOmsError, OmsError } from '@oms/core';

/** The service's error as the port's. */
export const translateSqsError = (error: unknown): unknown => {
  if (isOmsError(error)) return error;
  const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new OmsError('unavailable', 'job_queue_unavailable', `SQS did not answer: ${why}.`, { cause: error });
};
