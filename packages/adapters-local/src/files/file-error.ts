import { OmsError } from '@oms/core';

const full: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const closed: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST']);

/** The system's error as ours; anything else, such as what the source of the bytes threw, passes unchanged. */
export const translateFileError = (error: unknown, folder: string): unknown => {
  const code = error instanceof Error && 'syscall' in error ? String((error as NodeJS.ErrnoException).code) : '';
  if (full.has(code)) {
    const message = `The disk of ${folder} is full: the file was not stored; make room and try again.`;
    return new OmsError('unavailable', 'disk_full', message, { cause: error });
  }
  if (closed.has(code)) {
    const message = `${folder} cannot be written: check its permissions.`;
    return new OmsError('unavailable', 'not_writable', message, { cause: error });
  }
  return code === ''
    ? error
    : new OmsError('unavailable', 'file_store_unavailable', `${folder} failed (${code}).`, { cause: error });
};
