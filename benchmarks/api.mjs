// npm run bench -- api: the API against bare Express on the same tables, each the median of three; and its answers during an import.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { generateOrders } from './generate-orders.mjs';
import { median } from './median.mjs';
import { runProcess } from './run-process.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const oms = here('../packages/host/bin/oms.js');
const orders = 10_000;
const reads = 10_000;
const lists = 5_000;
const concurrency = 64;
const millionRows = 1_000_000;

const scratch = mkdtempSync(join(tmpdir(), 'oms-bench-api-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

const load = (url, { kind, count, lanes = concurrency, everyMs = 0 }) =>
  runProcess(here('load.mjs'), [url, kind, String(count), String(lanes), String(everyMs)]);

/** A server as a process; resolves with its addresses and its end. */
const serve = (args, folder) =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, OMS_PORT: '0', OMS_OPS_PORT: '0' };
    const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise((end) => child.once('close', end));
    let said = '';
    child.stdout.on('data', (text) => {
      said += text;
      const [, url] = /listens on (\S+),/.exec(said) ?? [];
      const [, ops] = /metrics on (\S+)\.\n/.exec(said) ?? [];
      const close = () => {
        child.kill('SIGTERM');
        return ended;
      };
      if (url !== undefined && (ops !== undefined || !args.includes('start'))) resolve({ url, ops, close });
    });
    child.once('close', (code) => reject(new Error(`${args.join(' ')} ended with ${code}.`)));
  });

let folders = 0;
const freshFolder = () => {
  folders += 1;
  const folder = join(scratch, `run-${folders}`);
  mkdirSync(folder);
  return folder;
};

const withStock = (folder) => {
  const rows = Array.from({ length: 10 }, (_, n) => `north,sku-${n},1000000000\n`);
  writeFileSync(join(folder, 'stock.csv'), `hub_id,sku_id,quantity\n${rows.join('')}`);
  execFileSync(process.execPath, [oms, 'stock', 'load', 'stock.csv', '--tenant', 'bench'], { cwd: folder });
};

/** Everything that was accepted is settled, and its events are published. */
const drained = async (folder) => {
  const database = new DatabaseSync(join(folder, 'data', 'oms.db'), { readOnly: true });
  const left = database.prepare('SELECT count(*) AS n FROM orders WHERE outbox IS NOT NULL OR state_code = 1');
  while (left.get().n > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  database.close();
};

const judge = async (server, whenDrained = async () => undefined) => {
  const startedAt = performance.now();
  const posted = await load(server.url, { kind: 'post', count: orders });
  await whenDrained();
  const seconds = (performance.now() - startedAt) / 1_000;
  const one = await load(server.url, { kind: 'one', count: reads });
  const list = await load(server.url, { kind: 'list', count: lists });
  await server.close();
  const failed = posted.failed + one.failed + list.failed;
  if (failed > 0) throw new Error(`${failed} requests failed.`);
  return { post: orders / seconds, one: reads / one.seconds, list: lists / list.seconds };
};

const floor = async () => judge(await serve([here('floors/api-server.mjs'), 'floor.db'], freshFolder()));

const product = async () => {
  const folder = freshFolder();
  withStock(folder);
  return judge(await serve([oms, 'start'], folder), () => drained(folder));
};

/** Posts all the while a million rows are imported by the same process. */
const besideAnImport = async () => {
  const folder = freshFolder();
  mkdirSync(join(folder, 'uploads'));
  const { stock } = generateOrders(join(folder, 'uploads', 'orders.csv'), millionRows);
  withStock(folder);
  execFileSync(process.execPath, [oms, 'stock', 'load', stock, '--tenant', 'bench'], { cwd: folder });
  const server = await serve([oms, 'start'], folder);
  await fetch(`${server.ops}/metrics`);
  const headers = { 'X-Tenant-ID': 'bench', 'Content-Type': 'application/json' };
  const body = JSON.stringify({ filePath: 'orders.csv' });
  const accepted = await fetch(`${server.url}/orders/bulkorder`, { method: 'POST', headers, body });
  const { bulk_order_id } = await accepted.json();
  const answers = await load(server.url, { kind: 'background', count: 600, lanes: 4, everyMs: 100 });
  const metrics = await (await fetch(`${server.ops}/metrics`)).text();
  const lagMs = Number(/^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(metrics)?.[1]) * 1_000;
  const { state, progress } = await (
    await fetch(`${server.url}/orders/bulkorder/${bulk_order_id}`, { headers })
  ).json();
  await server.close();
  return {
    p50: answers.p50,
    p99: answers.p99,
    failed: answers.failed,
    longest_block_ms: Math.round(lagMs),
    state,
    rows: progress.rows_read,
  };
};

export const benchApi = async (out) => {
  const runs = [];
  for (let i = 0; i < 3; i += 1) {
    const base = await floor();
    const own = await product();
    const ratio = (kind) => own[kind] / base[kind];
    runs.push({
      post: ratio('post'),
      one: ratio('one'),
      list: ratio('list'),
      floorPostsPerSecond: Math.round(base.post),
    });
  }
  const of = (kind) => Number(median(runs.map((run) => run[kind])).toFixed(2));
  const beside = await besideAnImport();
  const results = {
    orders,
    concurrency,
    post_to_floor: of('post'),
    get_one_to_floor: of('one'),
    get_list_to_floor: of('list'),
    runs,
    beside,
  };
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'api.json'), `${JSON.stringify(results, null, 2)}\n`);
  process.stdout.write(
    [
      '| what | measured | asked for |',
      '|---|---|---|',
      `| POST /orders until drained / floor | ${results.post_to_floor} | at least 0.4 |`,
      `| GET one / floor | ${results.get_one_to_floor} | at least 0.7 |`,
      `| GET list / floor | ${results.get_list_to_floor} | at least 0.7 |`,
      `| POST during an import, p50 | ${beside.p50} ms | |`,
      `| POST during an import, p99 | ${beside.p99} ms | |`,
      `| longest block of the event loop | ${beside.longest_block_ms} ms | at most 50 |`,
      '',
    ].join('\n'),
  );
};
