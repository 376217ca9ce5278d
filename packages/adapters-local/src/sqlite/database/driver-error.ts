/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html) that are told apart. */
const codes = {
  busy: 5,
  locked: 6,
  outOfMemory: 7,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const;

export type DriverFault = keyof typeof codes;

const names = new Map<number, DriverFault>(
  Object.entries(codes).map(([name, code]) => [code, name as DriverFault] as const),
);

/** What the database file, the disk or another process did to a statement; undefined for any other error. */
export const faultOf = (error: unknown): DriverFault | undefined => {
  if (!isDriverError(error)) return undefined;
  return 'errcode' in error ? names.get(Number(error.errcode) & 0xff) : undefined;
};

export const isDriverError = (error: unknown): error is Error =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ERR_SQLITE_ERROR' || error.code === 'ERR_INVALID_STATE');
