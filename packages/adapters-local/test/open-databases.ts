import { join } from 'node:path';
import { openDatabase, type SqliteDatabase } from '../src/sqlite/index.js';
import { temporaryFolder } from './temporary-folder.js';

/** A fresh database file, with as many handles on it as are asked for. */
export const openDatabases = async () => {
  const folder = temporaryFolder();
  const path = join(folder.path, 'oms.db');
  const opened: SqliteDatabase[] = [];
  const another = async (): Promise<SqliteDatabase> => {
    const database = await openDatabase(path, { synchronous: 'NORMAL' });
    opened.push(database);
    return database;
  };
  const close = async (): Promise<void> => {
    for (const database of opened) await database.close();
    folder.remove();
  };
  return { path, database: await another(), another, close };
};
