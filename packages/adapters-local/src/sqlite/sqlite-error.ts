import { isOmsError, OmsError } from '@oms/core';

interface DriverError {
  readonly errcode: number;
}

const busy = 5;
const locked = 6;

const primaryCode = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null && 'errcode' in error ? (error as DriverError).errcode & 0xff : undefined;

/** True when another process holds the lock that was wanted. */
export const isBusy = (error: unknown): boolean => [busy, locked].includes(primaryCode(error) ?? -1);

const known: Readonly<Record<number, readonly ['unavailable' | 'invalid', string, string]>> = {
  5: ['unavailable', 'database_busy', 'Another process keeps the database locked; try again.'],
  6: ['unavailable', 'database_busy', 'Another process keeps the database locked; try again.'],
  8: [
    'unavailable',
    'database_not_writable',
    'The database cannot be written: check the permissions of its file and folder.',
  ],
  13: ['unavailable', 'disk_full', 'The disk is full: nothing of the last change was stored; make room and try again.'],
  14: [
    'unavailable',
    'database_not_writable',
    'The database cannot be opened: check that its folder exists and can be written.',
  ],
  26: ['invalid', 'not_a_database', 'The file is no database; name another data folder.'],
};

const corrupt: readonly ['unavailable', string, string] = [
  'unavailable',
  'database_failed',
  'The database failed; nothing of the last change was stored.',
];

/** The driver's error as ours; anything else passes unchanged. */
export const translateError = (error: unknown): unknown => {
  const code = primaryCode(error);
  if (code === undefined || isOmsError(error)) return error;
  const [kind, name, message] = known[code] ?? corrupt;
  return new OmsError(kind, name, message, { cause: error });
};
