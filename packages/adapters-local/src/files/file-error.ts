import { fileErrors, OmsError } from '@oms/core';
import { SourceFailure } from './source-failure.js';

const full: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);
const closed: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST']);
const absent: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENAMETOOLONG']);

/** The system's error as ours; what a source of bytes threw, and any other error, passes unchanged. */
export const translateFileError = (error: unknown, folder: string): unknown => {
  if (error instanceof SourceFailure) return error.cause;
  const code = codeOf(error);
  if (code === undefined) return error;
  if (full.has(code)) {
    const message = `The disk of ${folder} is full: the file was not stored. Make room and try again.`;
    return new OmsError('unavailable', 'disk_full', message, { cause: error });
  }
  if (closed.has(code)) {
    const message = `${folder} cannot be used: it has to be a folder that this user may read and write.`;
    return new OmsError('unavailable', 'not_writable', message, { cause: error });
  }
  return new OmsError('unavailable', 'file_store_unavailable', `${folder} failed (${code}).`, { cause: error });
};

/** Of reading: a file that is not there is `not_found`. */
export const translateReadError = (error: unknown, address: string, folder: string): unknown =>
  absent.has(codeOf(error) ?? '') ? fileErrors.notFound(address, error) : translateFileError(error, folder);

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : undefined;
