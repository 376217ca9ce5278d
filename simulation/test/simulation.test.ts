import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { shortfalls } from '../src/coverage-table.js';
import { Coverage } from '../src/engine/coverage.js';
import { everything, runSeed } from '../src/run-seed.js';

const run = promisify(execFile);
const folder = fileURLToPath(new URL('..', import.meta.url));

test('a seed fixes everything: the same one has the same trace, another one another', async () => {
  const [first, again, other] = [await runSeed(7), await runSeed(7, { keepsLines: true }), await runSeed(8)];
  expect([again.hash, again.calls, again.counts]).toEqual([first.hash, first.calls, first.counts]);
  expect(other.hash).not.toBe(first.hash);
});

test('a run can be told again with fewer operations and faults', async () => {
  const { operations, faults } = await runSeed(7);
  const calls = new Set(faults.keys());
  const calm = await runSeed(7, { without: { ...everything, calls } });
  expect([...calm.faults.keys()].filter((call) => calls.has(call))).toEqual([]);
  const idle = await runSeed(7, { without: { calls, operations: new Set(operations) } });
  expect(idle.operations).toEqual([]);
});

test('a standard run that misses a fault at a call, or a branch, is told so', () => {
  const coverage = new Coverage();
  for (let n = 0; n < 10; n += 1) coverage.fault('orders.getMany', 'pause');
  const missed = shortfalls(coverage);
  expect(missed).toContain('Met 0 times, not 10: orders.settleMany × crash_after');
  expect(missed).toContain('Met 0 times, not 10: zombie success');
  expect(missed.filter((line) => line.includes('orders.getMany × pause'))).toEqual([]);
});

/** The command on a wrong version of the core, as a child process. */
const simulateMutant = (mutant: object, ...args: readonly string[]) =>
  run(
    process.execPath,
    ['--conditions=@oms/source', '--import', `${folder}source-hook.mjs`, `${folder}src/main.ts`, ...args],
    { env: { ...process.env, OMS_MUTANT: JSON.stringify(mutant) }, timeout: 60_000 },
  ).then(
    ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );

test('a failing seed is told in few steps, each of which a person can read', { timeout: 90_000 }, async () => {
  const mutant = {
    file: 'use-cases/import-rows.ts',
    find: "(await checkpoints.cover(stored)) === 'lost') break;",
    replace:
      "(await checkpoints.cover(stored)) === 'lost') break;\n        throw new Error('The checkpoint is broken.');",
  };
  const { code, stdout } = await simulateMutant(mutant, '--seed', '1');
  const lines = stdout.trim().split('\n');
  expect(code).toBe(1);
  expect(lines.at(-2)).toMatch(/^Seed 1 breaks I\d+: /);
  expect(lines.length).toBeLessThan(1_000);
  expect(lines.filter((line) => / imports a file /.test(line)).length).toBe(1);
  expect(lines.filter((line) => / creates an order | command /.test(line))).toEqual([]);
});

test('a mutant whose text is not in the core any more is an error, not a success', { timeout: 60_000 }, async () => {
  const stale = { file: 'domain/money.ts', find: 'no such text', replace: '' };
  const { code, stderr } = await simulateMutant(stale, '--seed', '1');
  expect(code).not.toBe(0);
  expect(stderr).toContain("The mutant's text stands 0 times in domain/money.ts");
});
