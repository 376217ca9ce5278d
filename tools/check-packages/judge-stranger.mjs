import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lastWords, runCommand } from './run-command.mjs';

const underVitest = async (folder, env) => {
  const report = join(folder, 'report.json');
  rmSync(report, { force: true });
  const vitest = join(folder, 'node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', 'stranger-adapter', '--reporter=json', `--outputFile=${report}`];
  const result = await runCommand(process.execPath, args, { cwd: folder, env });
  if (!existsSync(report)) throw new Error(`vitest told nothing: ${lastWords(result)}`);
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
};

const underNodeTest = async (folder, env) => {
  const args = ['--test', '--test-reporter=tap', 'stranger-adapter/order-repo.node-test.mjs'];
  const { stdout } = await runCommand(process.execPath, args, { cwd: folder, env });
  const count = (what) => Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(stdout)?.[1]);
  return { passed: count('pass'), failed: count('fail'), skipped: count('skipped') };
};

const runners = { vitest: underVitest, 'node:test': underNodeTest };

/** How many cases the packed kit has, and how many need what a repo in a Map does not have: an outage. */
const casesOf = async (folder) => {
  const script = `
    import { orderRepoContract } from '@oms/core/contract';
    const unmet = orderRepoContract.cases.filter(({ needs }) => needs === 'outage');
    console.log(JSON.stringify({ all: orderRepoContract.cases.length, unmet: unmet.length }))`;
  const { stdout } = await runCommand(process.execPath, ['--input-type=module', '--eval', script], { cwd: folder });
  return JSON.parse(stdout);
};

const told = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** A stranger's adapter is judged by the packed kit, under two test frameworks; a careless one is found out. */
export const judgeStranger = async (checks, { folder }) => {
  const { all, unmet } = await casesOf(folder);
  for (const [runner, run] of Object.entries(runners)) {
    const env = { CI: 'true', NODE_TEST_CONTEXT: undefined };
    const good = await run(folder, env);
    const isClean = good.passed === all - unmet && good.failed === 0 && good.skipped === unmet;
    checks.check(`a stranger's OrderRepo passes the kit under ${runner}`, isClean, told(good));
    const careless = await run(folder, { ...env, SUBJECT: 'careless' });
    const isFound = careless.failed > 0 && careless.passed + careless.failed === all - unmet;
    checks.check(`a careless OrderRepo fails it under ${runner}`, isFound, told(careless));
  }
};
