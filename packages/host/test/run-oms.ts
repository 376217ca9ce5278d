import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { keepOutput } from '../../../services/testing/keep-output.js';
import { sentinelSecrets } from '../../../services/testing/sentinel-secrets.js';
import { endWithWorker } from './end-with-worker.js';

const bin = fileURLToPath(new URL('../bin/oms.js', import.meta.url));

const preloads = {
  'kill-at': new URL('./preloads/kill-at.ts', import.meta.url),
  'full-disk': new URL('./preloads/full-disk.ts', import.meta.url),
};

/** A process of `oms` that has ended. */
export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What stderr says but for how far it is, which only slow machines get to say. */
  readonly complaints: readonly string[];
}

export interface RunOptions {
  /** Where it runs; its data is in `data` and its reports in `public` below. */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What is loaded into the process first, to make something happen in it. */
  readonly preload?: keyof typeof preloads;
  /** Hears of the process while it runs. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** Short leases, so that what a dead process held is free soon; small chunks, so that there is much to cut off. */
const quick = {
  OMS_BULK_LEASE_MS: '300',
  OMS_CONSUMER_LEASE_MS: '300',
  OMS_RELAY_AFTER_MS: '300',
  OMS_CHUNK_ROWS: '200',
};

const longestMs = 60_000;

/** Runs the built `oms` as a process of its own. */
export const runOms = async (args: readonly string[], options: RunOptions): Promise<Ended> => {
  const { folder, env = {}, preload, onStart } = options;
  const nodeOptions = preload === undefined ? {} : { NODE_OPTIONS: `--import=${preloads[preload].href}` };
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: folder,
    env: { ...cleanEnvironment(), ...sentinelSecrets, ...quick, ...nodeOptions, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: longestMs,
    killSignal: 'SIGABRT',
  });
  endWithWorker(child);
  keepOutput(child, args.join(' '));
  onStart?.(child);
  const ended = new Promise<Pick<Ended, 'status' | 'signal'>>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) => resolve({ status, signal }));
  });
  const [stdout, stderr, end] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { ...end, stdout, stderr, complaints: complaintsIn(stderr) };
};

const complaintsIn = (stderr: string): readonly string[] =>
  stderr.split('\n').filter((line) => line !== '' && !/: \d+ of \d+ rows, \d+ orders settled$/.test(line));

const cleanEnvironment = (): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('OMS_') && name !== 'NODE_OPTIONS'),
  );
