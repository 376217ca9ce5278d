import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Rows of each table of the database below a folder in which `oms` ran. */
export const tableSizes = (folder: string): Readonly<Record<string, number>> => {
  const database = new DatabaseSync(join(folder, 'data', 'oms.db'), { readOnly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    const sizeOf = (name: string) => Number(database.prepare(`SELECT count(*) AS size FROM ${name}`).get()?.size);
    return Object.fromEntries(tables.map(({ name }) => [String(name), sizeOf(String(name))]));
  } finally {
    database.close();
  }
};
