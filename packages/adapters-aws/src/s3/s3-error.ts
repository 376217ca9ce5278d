import { S3ServiceException } from '@aws-sdk/client-s3';
import { fileErrors, isOmsError, OmsError } from '@oms/core';

export const statusOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

/** The service's error as the port's. */
export const translateS3Error = (error: unknown, address: string): unknown => {
  if (isOmsError(error)) return error;
  if (statusOf(error) === 404) return fileErrors.notFound(address, error);
  if (statusOf(error) === 412) return fileErrors.changed(address);
  const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new OmsError('unavailable', 'file_store_unavailable', `S3 did not answer: ${why}.`, { cause: error });
};
