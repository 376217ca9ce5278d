import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../packages/host/bin/oms.js', import.meta.url));

/** Runs `oms start` in a folder of its own, with ten units of an item for the tenant `demo`; hands its address to `work`. */
export const withService = async (work) => {
  const folder = mkdtempSync(join(tmpdir(), 'oms-service-'));
  try {
    writeFileSync(join(folder, 'stock.csv'), 'hub_id,sku_id,quantity\nnorth,tea,10\n');
    await run(folder, ['stock', 'load', 'stock.csv', '--tenant', 'demo']);
    const service = await start(folder);
    try {
      await work(service.url);
    } finally {
      await service.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const run = (folder, args) =>
  new Promise((resolve) => {
    spawn(process.execPath, [bin, ...args], { cwd: folder, stdio: 'inherit' }).once('close', resolve);
  });

const start = (folder) =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, OMS_PORT: '0', OMS_OPS_PORT: '0' };
    const child = spawn(process.execPath, [bin, 'start'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise((end) => child.once('close', end));
    const close = () => {
      child.kill('SIGTERM');
      return ended;
    };
    child.stdout.on('data', (text) => {
      const [, url] = /API listens on (\S+),/.exec(text) ?? [];
      if (url !== undefined) resolve({ url, close });
    });
    child.once('close', () => reject(new Error('The service ended.')));
  });
