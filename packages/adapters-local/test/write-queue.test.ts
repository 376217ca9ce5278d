import { eventually } from '@oms/core/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Connection } from '../src/sqlite/database/connection.js';
import { WriteQueue } from '../src/sqlite/database/write-queue.js';
import { temporaryFolder } from './temporary-folder.js';

class CountingConnection extends Connection {
  commits = 0;

  override exec(sql: string): void {
    if (sql === 'COMMIT') this.commits += 1;
    super.exec(sql);
  }
}

let folder: ReturnType<typeof temporaryFolder>;
let writer: CountingConnection;
let other: Connection;
let queue: WriteQueue;
let rollbacks = 0;

const add = (n: number) => (connection: Connection) => connection.insert('INSERT INTO numbers (n) VALUES (?)', n);
const onRollback = (): void => {
  rollbacks += 1;
};
const numbers = () => other.all<{ n: number }>('SELECT n FROM numbers ORDER BY n').map(({ n }) => n);

beforeEach(() => {
  folder = temporaryFolder();
  writer = new CountingConnection(`${folder.path}/x.db`);
  writer.exec('PRAGMA journal_mode = WAL; CREATE TABLE numbers (n INTEGER UNIQUE)');
  other = new Connection(`${folder.path}/x.db`);
  rollbacks = 0;
  queue = new WriteQueue(writer, { lockTimeoutMs: 5_000, onRollback, afterTransaction: () => undefined });
});

afterEach(() => {
  writer.close();
  other.close();
  folder.remove();
});

test('writes that wait at the same time share one commit', async () => {
  await Promise.all(Array.from({ length: 100 }, (_, n) => queue.run(add(n))));
  expect(writer.commits).toBe(1);
  expect(numbers()).toHaveLength(100);
});

test('a write that throws fails alone, and leaves nothing of itself', async () => {
  const broken = queue.run((connection) => {
    add(100)(connection);
    throw new Error('broken');
  });
  const twice = [queue.run(add(1)), queue.run(add(2)), queue.run(add(2)), queue.run(add(3))];
  await expect(broken).rejects.toThrow('broken');
  const outcomes = (await Promise.allSettled(twice)).map(({ status }) => status);
  expect(outcomes).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(numbers()).toEqual([1, 2, 3]);
  expect(rollbacks).toBe(2);
});

test('a disk that is full fails every write of the transaction, and keeps nothing of it', async () => {
  const { page_count } = writer.get<{ page_count: number }>('PRAGMA page_count') as { page_count: number };
  writer.exec(`PRAGMA max_page_count = ${page_count}; CREATE TABLE IF NOT EXISTS numbers (n)`);
  const large = (connection: Connection) => {
    for (let n = 0; n < 10_000; n += 1) add(1_000 + n)(connection);
  };
  const outcomes = await Promise.allSettled([queue.run(add(1)), queue.run(large)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(numbers()).toEqual([]);
  await queue.run(add(2));
  expect(numbers()).toEqual([2]);
});

test('a write waits for the lock of another process without stopping this one', async () => {
  other.exec('BEGIN IMMEDIATE');
  const waiting = queue.run(add(1));
  let turns = 0;
  await eventually(
    () => {
      turns += 1;
      expect(turns).toBeGreaterThan(3);
    },
    { withinMs: 1_000 },
  );
  other.exec('COMMIT');
  await waiting;
  expect(numbers()).toEqual([1]);
});

test('a write that gets no lock in time fails as busy, and the next one works', async () => {
  const impatient = new WriteQueue(writer, { lockTimeoutMs: 20, onRollback, afterTransaction: () => undefined });
  other.exec('BEGIN IMMEDIATE');
  await expect(impatient.run(add(1))).rejects.toThrow('locked');
  other.exec('COMMIT');
  await impatient.run(add(2));
  expect(numbers()).toEqual([2]);
});
