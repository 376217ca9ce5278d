import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Coverage } from './engine/coverage.js';

export interface Finding {
  readonly seed: number;
  readonly message: string;
}

/** What a share of the seeds came to. */
export interface Share {
  readonly seeds: number;
  readonly steps: number;
  readonly calls: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
}

export interface Seeds {
  readonly first: number;
  readonly count: number;
}

export interface RunManyOptions {
  /** Ends at the first finding; default false. */
  readonly stopsAtFinding?: boolean;
  /** Default: as many as the machine has cores. */
  readonly threads?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly onProgress?: (done: number) => void;
}

export interface Outcome {
  readonly seeds: number;
  readonly steps: number;
  readonly coverage: Coverage;
  readonly findings: readonly Finding[];
}

/** Runs seeds on every core of the machine. */
export const runMany = async ({ first, count }: Seeds, options: RunManyOptions = {}): Promise<Outcome> => {
  const coverage = new Coverage();
  const findings: Finding[] = [];
  let seeds = 0;
  let steps = 0;
  const take = (share: Share): void => {
    coverage.add(share);
    findings.push(...share.findings);
    seeds += share.seeds;
    steps += share.steps;
    options.onProgress?.(seeds);
  };
  const threads = Math.min(options.threads ?? availableParallelism(), count);
  const workers = Array.from({ length: threads }, (_, index) =>
    runShare({ first: first + index, last: first + count - 1, stride: threads }, options, take),
  );
  await Promise.all(workers);
  findings.sort((a, b) => a.seed - b.seed);
  return { seeds, steps, coverage, findings };
};

const runShare = (
  share: { readonly first: number; readonly last: number; readonly stride: number },
  { stopsAtFinding = false, environment = {} }: RunManyOptions,
  take: (share: Share) => void,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./run-share.ts', import.meta.url), {
      workerData: { ...share, stopsAtFinding },
      env: { ...process.env, ...environment },
    });
    worker.on('message', take);
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });
