import { join } from 'node:path';
import { openDatabase, type SqliteDatabase } from '@oms/adapters-local/sqlite';
import type { OmsContainer } from '../create-container.js';

/** The one database file of this process, opened when the first port needs it. */
export const openSqlite = async (container: OmsContainer): Promise<SqliteDatabase> => {
  if (container.isBound('database')) return container.get('database');
  const { OMS_DATA_DIR, OMS_SQLITE_SYNCHRONOUS: synchronous } = container.get('config');
  const database = await openDatabase(join(OMS_DATA_DIR, 'oms.db'), { synchronous });
  container
    .bind('database')
    .toDynamicValue(() => database)
    .onDeactivation((opened) => opened.close());
  return container.get('database');
};
