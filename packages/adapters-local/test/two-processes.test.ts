import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventually } from '@oms/core/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SqliteOrderRepo } from '../src/sqlite/index.js';
import { openDatabases } from './open-databases.js';

const here = (name: string): string => fileURLToPath(new URL(`./processes/${name}`, import.meta.url));

let opened: Awaited<ReturnType<typeof openDatabases>>;
let children: ChildProcess[];

beforeEach(async () => {
  opened = await openDatabases();
  children = [];
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await opened.close();
});

interface Inserter {
  readonly child: ChildProcess;
  /** Orders that it said are stored. */
  stored(): number;
  created(): number;
  readonly ended: Promise<unknown>;
}

const startInserter = (prefix: string, calls: number): Inserter => {
  const loader = ['--no-warnings', '--conditions=@oms/source', '--import', here('run-source.mjs')];
  const child = spawn(process.execPath, [...loader, here('insert-orders.ts'), opened.path, prefix, String(calls)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  let output = '';
  child.stdout?.on('data', (text) => {
    output += text;
  });
  const lines = () => [...output.matchAll(/stored (\d+) created (\d+)\n/g)];
  return {
    child,
    stored: () => Number(lines().at(-1)?.[1] ?? 0),
    created: () => lines().reduce((sum, line) => sum + Number(line[2]), 0),
    ended: once(child, 'exit'),
  };
};

const idsOf = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}-${n}`);

test('two processes that write one file lose nothing, and store no id twice', async () => {
  const own = [startInserter('a', 20), startInserter('b', 20)];
  const same = [startInserter('c', 10), startInserter('c', 10)];
  await Promise.all([...own, ...same].map(({ ended }) => ended));
  expect(own.map((inserter) => inserter.created())).toEqual([2_000, 2_000]);
  expect(same.reduce((sum, inserter) => sum + inserter.created(), 0)).toBe(1_000);
  const repo = new SqliteOrderRepo(opened.database);
  expect(await repo.count('tenant-1', {})).toMatchObject({ status: { on_hold: 5_000 } });
});

test('what a process was told is stored is there after SIGKILL, and the file works on', async () => {
  const inserter = startInserter('a', 10_000);
  await eventually(() => expect(inserter.stored()).toBeGreaterThanOrEqual(1_000), { withinMs: 15_000 });
  inserter.child.kill('SIGKILL');
  await inserter.ended;
  const repo = new SqliteOrderRepo(opened.database);
  const stored = await repo.getMany('tenant-1', idsOf('a', inserter.stored()));
  expect(stored.every((order) => order !== undefined)).toBe(true);
  const { status } = await repo.count('tenant-1', {});
  expect(status.on_hold % 100).toBe(0);
  const again = startInserter('a', 12);
  await again.ended;
  expect(again.stored()).toBe(1_200);
});
