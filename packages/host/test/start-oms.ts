import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { keepOutput } from '../../../services/testing/keep-output.js';
import { sentinelSecrets } from '../../../services/testing/sentinel-secrets.js';
import { endWithWorker } from './end-with-worker.js';

const bin = fileURLToPath(new URL('../bin/oms.js', import.meta.url));

export interface EndedOms {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running `oms start`, `oms api` or `oms worker`. */
export interface RunningOms {
  /** Address of the API; empty for a worker. */
  readonly api: string;
  readonly ops: string;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** How the process ended, once it has. */
  readonly ended: Promise<EndedOms>;
  /** Sends a signal and resolves with how the process ended. */
  end(signal: NodeJS.Signals): Promise<EndedOms>;
}

export interface StartOptions {
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Short leases, so that what a dead process held is free soon; ports that are free. */
const quick = {
  OMS_PORT: '0',
  OMS_OPS_PORT: '0',
  OMS_BULK_LEASE_MS: '300',
  OMS_CONSUMER_LEASE_MS: '300',
  OMS_RELAY_AFTER_MS: '300',
  OMS_RECHECK_AFTER_MS: '500',
  OMS_CHUNK_ROWS: '100',
};

const longestMs = 600_000;

/** Resolves once the process says that it runs. */
export const startOms = async (args: readonly string[], { folder, env = {} }: StartOptions): Promise<RunningOms> => {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...sentinelSecrets, ...quick, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: longestMs,
    killSignal: 'SIGKILL',
  });
  endWithWorker(child);
  keepOutput(child, args.join(' '));
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (text) => {
    stdout += text;
  });
  child.stderr?.on('data', (text) => {
    stderr += text;
  });
  const ended = new Promise<EndedOms>((resolve) => {
    child.once('close', (status, signal) => resolve({ status, signal }));
  });
  const said = await running(child, () => stderr);
  return {
    api: /API listens on (\S+),/.exec(said)?.[1] ?? '',
    ops: /metrics on (\S+)\.$/m.exec(said)?.[1] ?? '',
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
};

const running = (child: ChildProcess, stderr: () => string): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (text) => {
      said += text;
      if (/: running;/.test(said)) resolve(said);
    });
    child.once('close', (status) => reject(new Error(`oms ended with ${status} before it ran: ${stderr()}`)));
  });
