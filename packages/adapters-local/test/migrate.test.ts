import { afterEach, beforeEach, expect, test } from 'vitest';
import { Connection } from '../src/sqlite/database/connection.js';
import { migrate } from '../src/sqlite/database/migrate.js';

let connection: Connection;

beforeEach(() => {
  connection = new Connection(':memory:');
});

afterEach(() => connection.close());

const first = 'CREATE TABLE things (name TEXT); INSERT INTO things VALUES (1)';
const second = 'ALTER TABLE things ADD COLUMN size INTEGER; UPDATE things SET size = 5';
const third = 'INSERT INTO things (name, size) SELECT name, size + 1 FROM things';
const version = () => Object.values(connection.get('PRAGMA user_version') ?? {})[0];
const sizes = () => connection.all<{ size: number }>('SELECT size FROM things ORDER BY size').map(({ size }) => size);

test('an older schema is upgraded in order, and keeps its data', () => {
  migrate(connection, [first]);
  expect(version()).toBe(1);
  migrate(connection, [first, second, third]);
  expect(version()).toBe(3);
  expect(sizes()).toEqual([5, 6]);
});

test('an upgrade runs once', () => {
  migrate(connection, [first, second, third]);
  migrate(connection, [first, second, third]);
  expect(sizes()).toEqual([5, 6]);
});

test('an upgrade that fails leaves the older schema and its data as they were', () => {
  migrate(connection, [first]);
  expect(() => migrate(connection, [first, second, 'UPDATE nothing SET x = 1'])).toThrow('nothing');
  expect(version()).toBe(1);
  expect(connection.all('SELECT * FROM things')).toMatchObject([{ name: '1' }]);
});
