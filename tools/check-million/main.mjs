// A million generated rows through the command: every good row in exactly one order, every planted fault exactly one rejection
// with its code, memory bounded. `--rows N` for another number.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '7' } },
});
const maxPeakBytes = 256 * 1_048_576;
const folder = mkdtempSync(join(tmpdir(), 'oms-million-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const run = (program, args, env = {}) => {
  const { status, stdout, stderr } = spawnSync(program, args, {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr.slice(-2_000)}`);
  return JSON.parse(stdout.trim().split('\n').at(-1));
};

const checks = [];
const check = (what, actual, expected) => {
  const isRight = JSON.stringify(actual) === JSON.stringify(expected);
  checks.push(isRight);
  process.stdout.write(
    `${isRight ? 'ok  ' : 'NOT '} ${what}${isRight ? '' : `: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`}\n`,
  );
};

const file = join(folder, 'orders.csv');
const planted = run(process.execPath, [
  'tools/generate-orders/main.mjs',
  '--rows',
  values.rows,
  '--seed',
  values.seed,
  '--out',
  file,
]);
const place = { OMS_DATA_DIR: join(folder, 'data'), OMS_PUBLIC_DIR: join(folder, 'public') };
const summary = run(
  'packages/host/bin/oms.js',
  ['import', file, '--tenant', 'million', '--stock', `${file}.stock.csv`, '--json'],
  place,
);

const faults = readFileSync(`${file}.faults.csv`, 'utf8').trim().split('\n').slice(1);
const db = new DatabaseSync(join(place.OMS_DATA_DIR, 'oms.db'), { readOnly: true });
const one = (sql) => Object.values(db.prepare(sql).get())[0];
const rejected = db.prepare("SELECT row || ',' || (document ->> 'code') AS line FROM rejections ORDER BY row").all();

check('every row was read', summary.rows, planted.rows);
check('every good order was created', summary.orders, { created: planted.orders, unchanged: 0 });
check('every order is stored once', one('SELECT count(DISTINCT order_id) FROM orders'), planted.orders);
check('no order is stored besides', one('SELECT count(*) FROM orders'), planted.orders);
const goodRows = planted.rows - faults.length;
check(
  'every good row is a line of an order',
  one("SELECT sum(json_array_length(content, '$.lines')) FROM orders"),
  goodRows,
);
check('every fault is one rejection with its code', rejected.map(({ line }) => line).join('\n'), faults.join('\n'));
const held = Object.values(summary.held).reduce((sum, n) => sum + n, 0);
check('every order is confirmed or held', summary.confirmed + held, planted.orders);
check('no outbox is left', one('SELECT count(*) FROM orders WHERE outbox IS NOT NULL'), 0);
check(
  'every order has its order.created',
  one("SELECT count(DISTINCT body ->> 'orderId') FROM events WHERE type = 'order.created'"),
  planted.orders,
);
const delivered = readFileSync(`${file}.stock.csv`, 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .reduce((sum, line) => sum + Number(line.split(',')[2]), 0);
const sold = one(
  "SELECT sum(line.value ->> 'quantity') FROM orders, json_each(content, '$.lines') AS line WHERE state ->> 'status' = 'new_order'",
);
check('what was delivered is what is left and what was sold', one('SELECT sum(quantity) FROM stock') + sold, delivered);
check('no stock is below 0', one('SELECT count(*) FROM stock WHERE quantity < 0'), 0);
check(
  `peak memory ${Math.round(summary.peak_memory_bytes / 1_048_576)} MB is under 256 MB`,
  summary.peak_memory_bytes < maxPeakBytes,
  true,
);
process.stdout.write(
  `${JSON.stringify(summary)}\n${checks.filter(Boolean).length} of ${checks.length} checks passed\n`,
);
process.exitCode = checks.every(Boolean) ? 0 : 1;
