import { readFile, writeFile } from 'node:fs/promises';
import { invariantTexts } from './checker/violation.js';
import { type CrashReport, crashEverywhere } from './crash-points/crash-everywhere.js';
import { scenarios } from './crash-points/scenarios.js';
import { markdownTable } from './markdown-table.js';
import { type HuntedMutant, huntMutants } from './mutants/hunt-mutants.js';

/** Writes the tables of `docs/proof.md`; with `--check` it only says whether they are as they should be. */
const page = new URL('../../docs/proof.md', import.meta.url);

const tableOfMutants = (hunted: readonly HuntedMutant[]): string =>
  markdownTable(
    ['the core is caught when it', 'in', 'by', 'at seed', 'has to be within'],
    hunted.map(({ mutant, caught }) => [
      mutant.does,
      `\`${mutant.file}\``,
      caught?.invariant ?? 'nothing',
      caught?.seed ?? 'none',
      mutant.within,
    ]),
  );

const tableOfCrashes = (reports: readonly CrashReport[]): string =>
  markdownTable(
    ['use-case', 'port calls', 'crashes', 'pairs of crashes'],
    reports.map(({ useCase, calls, singles, pairs }) => [useCase, calls, singles, pairs]),
  );

const tableOfInvariants = (): string => markdownTable(['invariant', 'what holds'], Object.entries(invariantTexts));

const withSection = (text: string, name: string, table: string): string => {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  return `${text.slice(0, text.indexOf(begin) + begin.length)}\n\n${table}\n\n${text.slice(text.indexOf(end))}`;
};

const crashAll = async (): Promise<readonly CrashReport[]> => {
  const reports: CrashReport[] = [];
  for (const scenario of scenarios) {
    const report = await crashEverywhere(scenario);
    console.log(
      `${report.useCase}: ${report.singles} crashes and ${report.pairs} pairs, ${report.problems.length} problems`,
    );
    for (const problem of report.problems) console.log(`  ${problem}`);
    reports.push(report);
  }
  return reports;
};

const crashed = await crashAll();
const hunted = await huntMutants((line) => console.log(line));
const caught = hunted.filter((mutant) => mutant.caught !== undefined).length;
console.log(`${caught} of ${hunted.length} mutants caught.`);

const before = await readFile(page, 'utf8');
const sections = { invariants: tableOfInvariants(), crashes: tableOfCrashes(crashed), mutants: tableOfMutants(hunted) };
const after = Object.entries(sections).reduce((text, [name, table]) => withSection(text, name, table), before);
const isStale = before !== after;
const isChecking = process.argv.includes('--check');
if (isStale && isChecking) console.log('docs/proof.md is stale: run npm run prove.');
if (isStale && !isChecking) await writeFile(page, after);
const isClean = caught === hunted.length && crashed.every(({ problems }) => problems.length === 0);
process.exitCode = isClean && !(isStale && isChecking) ? 0 : 1;
