import { existsSync } from 'node:fs';
import { eventually } from '@oms/core/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase, type SqliteDatabase } from '../src/sqlite/index.js';
import { temporaryFolder } from './temporary-folder.js';

let folder: ReturnType<typeof temporaryFolder>;
let database: SqliteDatabase;

beforeEach(async () => {
  folder = temporaryFolder();
  database = await openDatabase(`${folder.path}/x.db`);
  await write((connection) => connection.exec('CREATE TABLE pieces (piece BLOB)'));
});

afterEach(async () => {
  await database.close();
  folder.remove();
});

const write = (operation: Parameters<SqliteDatabase['write']>[1]) => database.write('unavailable', operation);

const addMegabytes = async (count: number): Promise<void> => {
  for (let megabyte = 0; megabyte < count; megabyte += 1) {
    await write((connection) => connection.run('INSERT INTO pieces (piece) VALUES (zeroblob(?))', 1_048_576));
  }
};

const logSize = () =>
  database.read('unavailable', (connection) =>
    connection.get<{ log: number; checkpointed: number }>('PRAGMA wal_checkpoint(NOOP)'),
  );

test('a long log is copied while nobody writes, and begun anew by who writes next', async () => {
  await addMegabytes(20);
  await eventually(
    async () => {
      const size = await logSize();
      expect(size?.checkpointed).toBe(size?.log);
    },
    { withinMs: 10_000 },
  );
  await addMegabytes(1);
  expect((await logSize())?.log).toBeLessThan(1_000);
});

test('a database that is closed while its log is copied has everything, and leaves no log', async () => {
  await addMegabytes(20);
  await database.close();
  expect(existsSync(`${folder.path}/x.db-wal`)).toBe(false);
  database = await openDatabase(`${folder.path}/x.db`);
  const count = await database.read('unavailable', (connection) => connection.get('SELECT count(*) AS n FROM pieces'));
  expect(count).toEqual({ n: 20 });
});
