import { parentPort, workerData } from 'node:worker_threads';
import { Coverage } from './engine/coverage.js';
import type { Finding, Share } from './run-many.js';
import { runSeed } from './run-seed.js';

const seedsPerReport = 20;

const { first, last, stride, stopsAtFinding } = workerData as {
  readonly first: number;
  readonly last: number;
  readonly stride: number;
  readonly stopsAtFinding: boolean;
};

let coverage = new Coverage();
let findings: Finding[] = [];
let seeds = 0;
let steps = 0;

const report = (): void => {
  const { calls, counts } = coverage;
  parentPort?.postMessage({ seeds, steps, calls, counts, findings } satisfies Share);
  coverage = new Coverage();
  findings = [];
  seeds = 0;
  steps = 0;
};

for (let seed = first; seed <= last; seed += stride) {
  const result = await runSeed(seed);
  coverage.add(result);
  seeds += 1;
  steps += result.steps;
  if (result.violation !== undefined) findings.push({ seed, message: result.violation.message });
  if (seeds === seedsPerReport) report();
  if (stopsAtFinding && result.violation !== undefined) break;
}
report();
