import { parseArgs } from 'node:util';
import { Corpus } from './corpus.js';
import { coverageTable, shortfalls } from './coverage-table.js';
import { runMany } from './run-many.js';
import { runSeed } from './run-seed.js';
import { shrink } from './shrink.js';

const usage = `npm run simulate -- [--seeds N] [--from N]    N seeds, after those of the corpus; default 1000, from 1
npm run simulate -- --seed N                one seed, told step by step; shrunk when it fails
... --inventory ledgered                    with an inventory that only decrements, behind the claim ledger`;

/** The size at which every fault has to have met every call ten times. */
const standardSeeds = 10_000;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    from: { type: 'string' },
    seed: { type: 'string' },
    inventory: { type: 'string' },
    help: { type: 'boolean' },
  },
});

const tell = async (seed: number): Promise<boolean> => {
  const whole = await runSeed(seed, { keepsLines: true });
  const { violation, lines, hash } = whole.violation === undefined ? whole : await shrink(seed);
  for (const line of lines) console.log(line);
  console.log(violation === undefined ? `Seed ${seed} is clean.` : `Seed ${seed} breaks ${violation.message}`);
  console.log(`Trace ${hash}`);
  return violation === undefined;
};

const replay = async (corpus: Corpus): Promise<boolean> => {
  let isClean = true;
  for (const seed of corpus.seeds) {
    const { violation } = await runSeed(seed);
    if (violation !== undefined) isClean = await tell(seed);
  }
  console.log(`The ${corpus.seeds.length} seeds of the corpus are ${isClean ? 'clean' : 'not clean'}.`);
  return isClean;
};

const simulate = async (first: number, count: number): Promise<boolean> => {
  const corpus = await Corpus.open();
  const isReplayClean = await replay(corpus);
  const started = performance.now();
  const { findings, coverage, seeds, steps } = await runMany({ first, count });
  const seconds = (performance.now() - started) / 1_000;
  console.log(coverageTable(coverage));
  const rate = (seeds / seconds).toFixed(1);
  console.log(
    `${seeds} seeds, ${coverage.calls} port calls under faults, ${steps} steps; ${rate} seeds/s, ${seconds.toFixed(0)} s`,
  );
  for (const { seed, message } of findings) console.log(`Seed ${seed} breaks ${message}`);
  const [worst] = findings;
  if (worst !== undefined) {
    await corpus.add(worst);
    await tell(worst.seed);
  }
  const missed = count >= standardSeeds ? shortfalls(coverage) : [];
  for (const line of missed) console.log(line);
  return isReplayClean && findings.length === 0 && missed.length === 0;
};

const positive = (text: string | undefined, usual: number): number => {
  const number = text === undefined ? usual : Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  console.error(`${text} is not a whole number above 0.\n${usage}`);
  process.exit(2);
};

if (values.inventory !== undefined) process.env.OMS_SIMULATED_INVENTORY = values.inventory;

if (values.help === true) console.log(usage);
else {
  const isClean =
    values.seed === undefined
      ? await simulate(positive(values.from, 1), positive(values.seeds, 1_000))
      : await tell(positive(values.seed, 1));
  process.exitCode = isClean ? 0 : 1;
}
