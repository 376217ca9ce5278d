import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { runMany } from '../run-many.js';
import type { Mutant } from './mutant.js';
import { mutantsOfDomain } from './mutants-of-domain.js';
import { mutantsOfMemory } from './mutants-of-memory.js';
import { mutantsOfUseCases } from './mutants-of-use-cases.js';

const mutants = [...mutantsOfUseCases, ...mutantsOfDomain, ...mutantsOfMemory];
const page = new URL('../../../docs/proof.md', import.meta.url);
const begin = '<!-- mutants -->\n';
const end = '<!-- /mutants -->';

interface Caught {
  readonly mutant: Mutant;
  readonly seed?: number;
  readonly invariant?: string;
}

/** One seed after the other, so that the seed that catches a mutant is always the same. */
const hunt = async (mutant: Mutant): Promise<Caught> => {
  const { file, find, replace, within } = mutant;
  const environment = { OMS_MUTANT: JSON.stringify({ file, find, replace }) };
  const { findings } = await runMany({ first: 1, count: within }, { threads: 1, stopsAtFinding: true, environment });
  const [found] = findings;
  console.log(
    `It ${mutant.does}: ${found === undefined ? `not caught within ${within}` : `seed ${found.seed}: ${found.message}`}`,
  );
  return found === undefined ? { mutant } : { mutant, seed: found.seed, invariant: found.message.split(':')[0] ?? '' };
};

const huntAll = async (): Promise<readonly Caught[]> => {
  const caught: Caught[] = [];
  let next = 0;
  const hunter = async (): Promise<void> => {
    for (let index = next++; index < mutants.length; index = next++)
      caught[index] = await hunt(mutants[index] as Mutant);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, hunter));
  return caught;
};

const tableOf = (caught: readonly Caught[]): string => {
  const rows = caught.map(
    ({ mutant, seed, invariant }) =>
      `| it ${mutant.does} | \`${mutant.file}\` | ${invariant ?? 'none'} | ${seed ?? 'none'} | ${mutant.within} |`,
  );
  return `| the core, if | changed in | broke | at seed | has to within |\n|---|---|---|---:|---:|\n${rows.join('\n')}\n`;
};

const written = (text: string, table: string): string => {
  const from = text.indexOf(begin) + begin.length;
  return `${text.slice(0, from)}\n${table}\n${text.slice(text.indexOf(end))}`;
};

const caught = await huntAll();
const survivors = caught.filter(({ seed }) => seed === undefined);
const before = await readFile(page, 'utf8');
const after = written(before, tableOf(caught));
const isStale = before !== after;
if (process.argv.includes('--check') && isStale) console.log('docs/proof.md is stale; run npm run mutants.');
else await writeFile(page, after);
console.log(`${caught.length - survivors.length} of ${caught.length} mutants caught.`);
process.exitCode = survivors.length > 0 || (process.argv.includes('--check') && isStale) ? 1 : 0;
