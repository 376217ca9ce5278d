import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { keepOutput } from '../../../services/testing/keep-output.js';
import { sentinelSecrets } from '../../../services/testing/sentinel-secrets.js';
import { endWithWorker } from './end-with-worker.js';

const bin = fileURLToPath(new URL('../bin/oms.js', import.meta.url));
const longestMs = 300_000;

export interface RunningInventory {
  readonly url: string;
  readonly port: string;
  /** Brings a stock file in for the tenant `acme`. */
  deliver(csv: string): Promise<void>;
  left(skuId: string, hubId: string): Promise<number>;
  end(): Promise<void>;
}

/** `oms inventory`, in a folder of its own; resolves once it listens. */
export const startInventory = async (
  folder: string,
  wantedPort = '0',
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningInventory> => {
  const child = spawn(process.execPath, [bin, 'inventory'], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...sentinelSecrets, OMS_PORT: wantedPort, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: longestMs,
    killSignal: 'SIGKILL',
  });
  endWithWorker(child);
  keepOutput(child, 'inventory');
  child.stderr?.pipe(process.stderr, { end: false });
  const url = await listening(child);
  const headers = { 'X-Tenant-ID': 'acme' };
  return {
    url,
    port: new URL(url).port,
    deliver: async (csv) => {
      const sent = { method: 'POST', body: csv, headers: { ...headers, 'Content-Type': 'text/csv' } };
      const response = await fetch(`${url}/stock`, sent);
      expect(await response.json()).toMatchObject({ applied: true });
    },
    left: async (skuId, hubId) => {
      const response = await fetch(`${url}/stock?sku_id=${skuId}&hub_id=${hubId}`, { headers });
      return ((await response.json()) as { quantity: number }).quantity;
    },
    end: () =>
      new Promise((resolve) => {
        child.once('close', () => resolve());
        child.kill('SIGTERM');
      }),
  };
};

const listening = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (text) => {
      said += text;
      const [, url] = /listens on (http:\S+?),/.exec(said) ?? [];
      if (url !== undefined) resolve(url);
    });
    child.once('close', (status) => reject(new Error(`oms inventory ended with ${status}`)));
  });
