import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@oms/core/contract';
import { expect, test } from 'vitest';
import { askApi } from './ask-api.js';
import { runOms } from './run-oms.js';
import { startOms } from './start-oms.js';
import { temporaryFolder } from './temporary-folder.js';

const rows = 3_000;
const bad = rows / 10;
const header = 'order_id,sku_id,quantity,seller_id,hub_id\n';
const csv = header + Array.from({ length: rows }, (_, n) => `o-${n},tea,${n % 10 === 0 ? 0 : 1},s,north\n`).join('');
const line = /^(\w+): (\d+) rows(?: at (\d+) rows\/s)?, (\d+) new, 0 unchanged, (\d+) refused$/;

/** A submitted file that nobody works on yet. */
const submitted = async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'stock.csv'), 'hub_id,sku_id,quantity\nnorth,tea,10000\n');
  await runOms(['stock', 'load', 'stock.csv', '--tenant', 'acme'], { folder });
  const api = await startOms(['api'], { folder });
  const { json: file } = await askApi(`${api.api}/s3/filepath`, { csv });
  const { json } = await askApi(`${api.api}/orders/bulkorder`, { json: { filePath: file.path } });
  return { folder, api, show: ['imports', 'show', json.bulk_order_id as string, '--tenant', 'acme', '--follow'] };
};

/** What a command that follows says, line by line, once it has seen the import wait and a worker has done it. */
const followed = async (folder: string, following: ReturnType<typeof runOms>, heard: () => string) => {
  await eventually(() => expect(heard()).toMatch(/^queued: 0 rows/), { withinMs: 10_000 });
  const worker = await startOms(['worker', 'bulk'], { folder });
  const { status, stdout } = await following;
  expect(status).toBe(0);
  await worker.end('SIGTERM');
  return stdout.trimEnd().split('\n');
};

const follow = (args: readonly string[], folder: string, env: Readonly<Record<string, string>> = {}) => {
  let said = '';
  const following = runOms(args, {
    folder,
    env,
    onStart: ({ stdout }) => stdout?.on('data', (text) => (said += text)),
  });
  return { following, heard: () => said };
};

const expectProgress = (lines: readonly string[]): void => {
  const told = lines.flatMap((text) => line.exec(text) ?? []);
  expect(told.length).toBeGreaterThan(0);
  expect(line.exec(lines[0] ?? '')?.slice(1)).toEqual(['queued', '0', undefined, '0', '0']);
  const [last = ''] = lines.filter((text) => line.test(text)).slice(-1);
  const [, state, read, rate, created, refused] = line.exec(last) ?? [];
  expect([state, read, created, refused]).toEqual(['completed', `${rows}`, `${rows - bad}`, `${bad}`]);
  expect(Number(rate)).toBeGreaterThan(0);
};

test('an import is followed beside the service until it has ended: state, rows, rate, refused', {
  timeout: 60_000,
}, async () => {
  const { folder, api, show } = await submitted();
  const { following, heard } = follow(show, folder);
  const lines = await followed(folder, following, heard);
  expectProgress(lines);
  expect(lines.join('\n')).toMatch(/^state +completed$/m);
  await api.end('SIGTERM');
});

test.each(['--url', 'OMS_API_URL'])(
  'or through the API that runs at %s, from anywhere',
  { timeout: 60_000 },
  async (by) => {
    const { folder, api, show } = await submitted();
    const elsewhere = temporaryFolder();
    const args = by === '--url' ? [...show, '--url', `${api.api}/`] : show;
    const { following, heard } = follow(args, elsewhere, by === '--url' ? {} : { OMS_API_URL: api.api });
    expectProgress(await followed(folder, following, heard));
    expect(existsSync(join(elsewhere, 'data'))).toBe(false);
    await api.end('SIGTERM');
  },
);

test('what the API refuses, and an API that is not there, is one line', { timeout: 60_000 }, async () => {
  const folder = temporaryFolder();
  const api = await startOms(['api'], { folder, env: { OMS_AUTH: 'api-key' } });
  const created = await runOms(['keys', 'create', 'shop', '--tenant', 'acme'], { folder });
  const [, key = ''] = /^key +(\S+)$/m.exec(created.stdout) ?? [];
  const show = (url: string, env = {}) =>
    runOms(['imports', 'show', 'none', '--tenant', 'acme', '--follow', '--url', url], { folder, env });
  const [nobody, unknown, nowhere] = await Promise.all([
    show(api.api),
    show(api.api, { OMS_API_KEY: key }),
    show('http://127.0.0.1:1'),
  ]);
  expect([nobody.status, nobody.complaints]).toEqual([
    2,
    ['oms: Send an API key or a token that is valid here as Authorization: Bearer. (unauthenticated)'],
  ]);
  expect(unknown.complaints).toEqual(['oms: There is no bulk order none. (bulk_order_not_found)']);
  expect(nowhere.complaints).toEqual(['oms: No API answers at http://127.0.0.1:1. (api_unavailable)']);
  await api.end('SIGTERM');
});
