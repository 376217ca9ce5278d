import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Connection } from '../src/sqlite/database/connection.js';
import { openDatabase, SqliteOrderRepo } from '../src/sqlite/index.js';
import { temporaryFolder } from './temporary-folder.js';

let folder: ReturnType<typeof temporaryFolder>;
let path: string;

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'new', 'oms.db');
});

afterEach(() => folder.remove());

const change = (file: string, sql: string): void => {
  const connection = new Connection(file);
  connection.exec(sql);
  connection.close();
};

test('a missing file is made, with its folder', async () => {
  const database = await openDatabase(path);
  expect(await new SqliteOrderRepo(database).getMany('tenant-1', ['order-1'])).toEqual([undefined]);
  await database.close();
});

test('handles that open one new file at the same time all get it', async () => {
  const databases = await Promise.all(Array.from({ length: 5 }, () => openDatabase(path)));
  for (const database of databases) await database.close();
});

test('a database of a newer schema is refused, and left as it is', async () => {
  await (await openDatabase(path)).close();
  change(path, 'PRAGMA user_version = 99');
  await expect(openDatabase(path)).rejects.toMatchObject({
    kind: 'invalid',
    code: 'newer_schema',
    message: expect.stringContaining('99'),
  });
  const connection = new Connection(path);
  expect(connection.get('PRAGMA user_version')).toMatchObject({ user_version: 99 });
  connection.close();
});

test('a file that is no database is refused, and left as it is', async () => {
  const file = join(folder.path, 'notes.txt');
  writeFileSync(file, 'These are notes, and long enough to be read as the header of a database. '.repeat(20));
  await expect(openDatabase(file)).rejects.toMatchObject({
    kind: 'invalid',
    code: 'not_a_database',
    cause: expect.any(Error),
  });
});

test('the database of another program is refused, and left as it is', async () => {
  const file = join(folder.path, 'theirs.db');
  change(file, 'CREATE TABLE theirs (x)');
  await expect(openDatabase(file)).rejects.toMatchObject({ kind: 'invalid', code: 'not_a_database' });
});

test('a path that cannot be written is database_not_writable', async () => {
  const expected = { kind: 'unavailable', code: 'database_not_writable', cause: expect.any(Error) };
  await expect(openDatabase(folder.path)).rejects.toMatchObject(expected);
  const file = join(folder.path, 'file');
  writeFileSync(file, '');
  await expect(openDatabase(join(file, 'oms.db'))).rejects.toMatchObject(expected);
});

test('a call on a closed database is unavailable; closing twice is not an error', async () => {
  const database = await openDatabase(path);
  const repo = new SqliteOrderRepo(database);
  await database.close();
  await database.close();
  const expected = { kind: 'unavailable', code: 'order_repo_unavailable' };
  await expect(repo.getMany('tenant-1', ['order-1'])).rejects.toMatchObject(expected);
});
