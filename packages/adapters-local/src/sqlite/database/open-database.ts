import { dirname, resolve } from 'node:path';
import { isOmsError, OmsError } from '@oms/core';
import { Checkpointer } from './checkpointer.js';
import { Connection } from './connection.js';
import { makeFolders } from './make-folders.js';
import { migrate } from './migrate.js';
import { schemaVersions } from './schema.js';
import { SqliteDatabase } from './sqlite-database.js';
import { translateError } from './translate-error.js';
import { whenUnlocked } from './when-unlocked.js';

export interface OpenDatabaseOptions {
  /**
   * When a commit counts as durable. `FULL`: on the disk, also after a power cut. `NORMAL`: the last commits may be lost in a
   * power cut (not in a crash of the process). Default `FULL`.
   */
  readonly synchronous?: 'FULL' | 'NORMAL';
  /** How long a call waits for another process that is writing, in milliseconds; default 10,000. */
  readonly lockTimeoutMs?: number;
  /** Memory for pages of the file, in megabytes; default 8. */
  readonly cacheMb?: number;
}

/**
 * Opens the database file, creates it and its folder when they are missing, and upgrades an older schema. Several processes
 * may open one file. Only for disks of this machine: SQLite's locks do not work over a network.
 *
 * Errors: `invalid`: `newer_schema`, `not_a_database`; `unavailable`: `database_not_writable`, `disk_full`,
 * `database_unavailable`.
 */
export const openDatabase = async (path: string, options: OpenDatabaseOptions = {}): Promise<SqliteDatabase> => {
  const { lockTimeoutMs = 10_000 } = options;
  const opened: Connection[] = [];
  try {
    makeFolder(path);
    const writer = open(path, opened);
    await whenUnlocked(() => prepareWriter(writer, options), lockTimeoutMs);
    await whenUnlocked(() => migrate(writer, schemaVersions), lockTimeoutMs);
    const reader = open(path, opened);
    await whenUnlocked(() => prepareReader(reader, options), lockTimeoutMs);
    return new SqliteDatabase({ reader, writer, checkpointer: new Checkpointer(path, writer), lockTimeoutMs });
  } catch (error) {
    for (const connection of opened) connection.close();
    throw namingPath(translateError(error, 'database_unavailable'), path);
  }
};

const makeFolder = (path: string): void => {
  try {
    makeFolders(resolve(dirname(path)));
  } catch (cause) {
    const message = `the folder of the database cannot be created there. Name another, or make it yourself.`;
    throw new OmsError('unavailable', 'database_not_writable', message, { cause });
  }
};

const namingPath = (error: unknown, path: string): unknown =>
  isOmsError(error) ? new OmsError(error.kind, error.code, `${path}: ${error.message}`, { cause: error }) : error;

const open = (path: string, opened: Connection[]): Connection => {
  const connection = new Connection(path);
  opened.push(connection);
  return connection;
};

const defaultCacheMb = 8;

const prepareWriter = (writer: Connection, { synchronous = 'FULL', cacheMb = defaultCacheMb }: OpenDatabaseOptions) => {
  writer.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = ${synchronous};
    PRAGMA wal_autocheckpoint = 16000;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -${Math.round(cacheMb * 800)};
  `);
};

const prepareReader = (reader: Connection, { cacheMb = defaultCacheMb }: OpenDatabaseOptions) => {
  reader.exec(`PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -${Math.round(cacheMb * 200)};`);
};
