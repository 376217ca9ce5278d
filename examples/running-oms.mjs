// Starts `oms start` as a service of its own, and asks it as curl would.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const oms = fileURLToPath(new URL('../node_modules/.bin/oms', import.meta.url));

/** Serves on a free port of this machine; resolves with the address and what closes it. */
export const serve = async (listener) => {
  const server = createServer(listener);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${server.address().port}`, close };
};

/** A service with an empty data folder; resolves once it listens. */
export const startOms = async (settings) => {
  const folder = mkdtempSync(join(tmpdir(), 'oms-example-'));
  const own = { OMS_OPS_PORT: '0', OMS_DATA_DIR: join(folder, 'data'), OMS_PUBLIC_DIR: join(folder, 'public') };
  const child = spawn(process.execPath, [oms, 'start'], {
    env: { ...process.env, ...own, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (text) => {
      said += text;
      const [, found] = /API listens on (\S+),/.exec(said) ?? [];
      if (found !== undefined && said.includes(': running;')) resolve(found);
    });
    child.once('close', (status) => reject(new Error(`oms start ended with ${status}.`)));
  });
  const stop = () =>
    new Promise((resolve) => {
      child.once('close', () => {
        rmSync(folder, { recursive: true });
        resolve();
      });
      child.kill('SIGTERM');
    });
  return { url, dataFolder: own.OMS_DATA_DIR, publicFolder: own.OMS_PUBLIC_DIR, stop };
};

/** One request, shown with its answer. */
export const ask = async (url, path, { tenant, json, csv } = {}) => {
  const method = json === undefined && csv === undefined ? 'GET' : 'POST';
  const type = csv === undefined ? 'application/json' : 'text/csv';
  const response = await fetch(url + path, {
    method,
    headers: { 'X-Tenant-ID': tenant, ...(method === 'POST' ? { 'Content-Type': type } : {}) },
    ...(method === 'POST' ? { body: csv ?? JSON.stringify(json) } : {}),
  });
  const text = await response.text();
  console.log(`\n${method} ${path}${json === undefined ? '' : ` ${JSON.stringify(json)}`}`);
  console.log(`${response.status} ${text.length > 600 ? `${text.slice(0, 600)}...` : text.trim()}`);
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, text, json: isJson ? JSON.parse(text) : undefined };
};

/** Looks until it is so, for a minute at most. */
export const until = async (isSo) => {
  const endAt = Date.now() + 60_000;
  while (!(await isSo())) {
    if (Date.now() > endAt) throw new Error('It has not come to rest within a minute.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

/** As it is now, without showing it. */
export const look = async (url, path, tenant) =>
  (await fetch(url + path, { headers: { 'X-Tenant-ID': tenant } })).json();
