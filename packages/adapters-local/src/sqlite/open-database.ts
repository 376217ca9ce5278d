import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { OmsError } from '@oms/core';
import { migrate } from './migrate.js';
import { migrations } from './migrations.js';
import { SqliteDatabase } from './sqlite-database.js';
import { isBusy, translateError } from './sqlite-error.js';

export interface SqliteOptions {
  /** `FULL` (default) survives a power cut; `NORMAL` survives a crash of the process. */
  readonly synchronous?: 'FULL' | 'NORMAL';
  /** Page cache, in bytes; default 48 MiB. */
  readonly cacheBytes?: number;
}

const tries = 200;

/**
 * Opens the database file, making it and its folder when they are missing, and brings it to the newest schema. Any number
 * of processes may have it open. Throws `invalid`: `newer_schema`, `not_a_database`; `unavailable`:
 * `database_not_writable`, `disk_full`, `database_busy`.
 */
export const openDatabase = async (path: string, options: SqliteOptions = {}): Promise<SqliteDatabase> => {
  makeFolder(dirname(path));
  for (let attempt = 1; ; attempt += 1) {
    try {
      return new SqliteDatabase(connect(path, options));
    } catch (error) {
      if (!isBusy(error) || attempt === tries) throw translateError(error);
      await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 20));
    }
  }
};

const makeFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const message = `The folder ${folder} cannot be made: check its permissions.`;
    throw new OmsError('unavailable', 'database_not_writable', message, { cause: error });
  }
};

const connect = (path: string, { synchronous = 'FULL', cacheBytes = 48 * 1_048_576 }: SqliteOptions): DatabaseSync => {
  const db = new DatabaseSync(path, { timeout: 0 });
  try {
    if (db.prepare('PRAGMA journal_mode').get()?.journal_mode !== 'wal') db.exec('PRAGMA journal_mode = WAL');
    db.exec(`PRAGMA synchronous = ${synchronous}; PRAGMA cache_size = -${Math.floor(cacheBytes / 1_024)};
      PRAGMA wal_autocheckpoint = 4000; PRAGMA temp_store = MEMORY`);
    migrate(db, migrations);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};
