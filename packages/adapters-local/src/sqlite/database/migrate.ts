import { OmsError } from '@oms/core';
import type { Connection } from './connection.js';

/** 'OMS1': tells our files from those of other programs. */
const applicationId = 0x4f4d5331;

/** Brings a database up to the last of these versions, each a script, all in one transaction. Inside `whenUnlocked`. */
export const migrate = (connection: Connection, versions: readonly string[]): void => {
  const isCurrent = check(connection, versions.length) === versions.length;
  // Also when there is nothing to do: a file that cannot be written shows itself now and not at the first order.
  connection.exec('BEGIN IMMEDIATE');
  try {
    if (!isCurrent) upgrade(connection, versions);
    connection.exec('COMMIT');
  } catch (error) {
    if (connection.isTransaction) connection.exec('ROLLBACK');
    throw error;
  }
};

const upgrade = (connection: Connection, versions: readonly string[]): void => {
  // Again, under the lock: another process may have been faster.
  const from = check(connection, versions.length);
  for (const script of versions.slice(from)) connection.exec(script);
  connection.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${versions.length}`);
};

const check = (connection: Connection, newest: number): number => {
  const version = pragma(connection, 'user_version');
  if (pragma(connection, 'application_id') !== applicationId && !isEmpty(connection)) {
    throw new OmsError(
      'invalid',
      'not_a_database',
      'The file is a SQLite database of another program: nothing was changed. Name another path.',
    );
  }
  if (version <= newest) return version;
  throw new OmsError(
    'invalid',
    'newer_schema',
    `The database has schema version ${version}; this release knows versions up to ${newest}. Nothing was changed. ` +
      'Start the newer release that wrote it, or name another database file.',
  );
};

const isEmpty = (connection: Connection): boolean =>
  connection.get('SELECT 1 FROM sqlite_schema LIMIT 1') === undefined;

const pragma = (connection: Connection, name: 'user_version' | 'application_id'): number =>
  Number(Object.values(connection.get(`PRAGMA ${name}`) ?? {})[0]);
