import { execFileSync, spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { residentBytes } from './resident-bytes.mjs';

const oms = fileURLToPath(new URL('../packages/host/bin/oms.js', import.meta.url));
const roles = { api: ['api'], bulk: ['worker', 'bulk'], confirm: ['worker', 'confirm'], relay: ['worker', 'relay'] };
const longestMs = 600_000;

const start = (args, { folder, env }) =>
  new Promise((resolve, reject) => {
    const own = { ...process.env, ...env, OMS_PORT: '0', OMS_OPS_PORT: '0' };
    const child = spawn(process.execPath, [oms, ...args], {
      cwd: folder,
      env: own,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (text) => {
      said += text;
      if (/: running;/.test(said)) resolve({ child, api: /API listens on (\S+),/.exec(said)?.[1] });
    });
    child.once('close', (code) => reject(new Error(`oms ${args.join(' ')} ended with ${code}`)));
  });

/** The servers have to be there until it is. */
const ended = (child) =>
  new Promise((resolve) => {
    child.removeAllListeners('close').once('close', resolve).kill('SIGTERM');
  });

const ask = async (url, init = {}) => {
  const response = await fetch(url, { ...init, headers: { 'X-Tenant-ID': 'bench', ...init.headers } });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return response.json();
};

/** The most memory that each role had, in MB, while one file went through all of them. */
export const rolesMemory = async ({ folder, file, stock, env }) => {
  execFileSync(oms, ['stock', 'load', stock, '--tenant', 'bench'], { cwd: folder, env: { ...process.env, ...env } });
  const processes = {};
  for (const [role, args] of Object.entries(roles)) processes[role] = await start(args, { folder, env });
  const peaks = {};
  const sampler = setInterval(() => {
    for (const [role, { child }] of Object.entries(processes)) {
      peaks[role] = Math.max(peaks[role] ?? 0, residentBytes(child.pid) ?? 0);
    }
  }, 250);
  try {
    const { api } = processes.api;
    const headers = { 'Content-Type': 'text/csv' };
    const body = createReadStream(file);
    const { path } = await ask(`${api}/s3/filepath`, { method: 'POST', body, headers, duplex: 'half' });
    const json = {
      method: 'POST',
      body: JSON.stringify({ filePath: path }),
      headers: { 'Content-Type': 'application/json' },
    };
    const { bulk_order_id } = await ask(`${api}/orders/bulkorder`, json);
    for (const giveUpAt = Date.now() + longestMs; Date.now() < giveUpAt; ) {
      const { state } = await ask(`${api}/orders/bulkorder/${bulk_order_id}`);
      const { holds } = await ask(`${api}/orders/counts`);
      if (state === 'completed' && holds.awaiting_check === undefined) break;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  } finally {
    clearInterval(sampler);
    await Promise.all(Object.values(processes).map(({ child }) => ended(child)));
  }
  return Object.fromEntries(Object.entries(peaks).map(([role, bytes]) => [role, Math.round(bytes / 1_048_576)]));
};
