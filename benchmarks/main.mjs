// npm run bench [-- api | cloud]: ratios to a floor measured in the same run, each the median of three or five. `-- --rows N --million N --out FOLDER`.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchApi } from './api.mjs';
import { benchCloud } from './cloud.mjs';
import { generateOrders } from './generate-orders.mjs';
import { growthOf } from './growth.mjs';
import { median } from './median.mjs';
import { plot } from './plot.mjs';
import { runProcess } from './run-process.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string' },
    million: { type: 'string', default: '1000000' },
    out: { type: 'string', default: here('results') },
  },
});
const scratch = mkdtempSync(join(tmpdir(), 'oms-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

const generate = (name, rows) => generateOrders(join(scratch, name), rows);

let folders = 0;
const inFreshFolder = async (run) => {
  folders += 1;
  const folder = join(scratch, `run-${folders}`);
  mkdirSync(folder);
  try {
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const floor = ({ file }) =>
  inFreshFolder((folder) => runProcess(here('floors/insert-orders.mjs'), [file, join(folder, 'floor.db')]));
const intake = ({ file, stock }) => inFreshFolder((folder) => runProcess(here('intake.mjs'), [file, folder, stock]));
const oms = here('../packages/host/bin/oms.js');
const pipeline = ({ file, stock }, onError) =>
  inFreshFolder(async (folder) => {
    const env = { OMS_DATA_DIR: folder, OMS_PUBLIC_DIR: folder };
    execFileSync(process.execPath, [oms, 'stock', 'load', stock, '--tenant', 'bench'], {
      env: { ...process.env, ...env },
    });
    return runProcess(oms, ['import', file, '--tenant', 'bench', '--json'], { env, onError });
  });

const rate = ({ rows, seconds }) => rows / seconds;

const rowsOfRatios = Number(values.rows ?? '300000');

const ratios = async () => {
  const data = generate('orders.csv', rowsOfRatios);
  const runs = [];
  for (let i = 0; i < 3; i += 1) {
    const base = rate(await floor(data));
    runs.push({
      intake: rate(await intake(data)) / base,
      pipeline: rate(await pipeline(data)) / base,
      floorRowsPerSecond: Math.round(base),
    });
  }
  return {
    rows: rowsOfRatios,
    intake: median(runs.map((run) => run.intake)),
    pipeline: median(runs.map((run) => run.pipeline)),
    runs,
  };
};

const progressLine = /(\d+) of \d+ rows/;

const growth = async () => {
  const rows = Number(values.million);
  const data = generate('million.csv', rows);
  const base = await floor(data);
  const product = await intake(data);
  const progress = [];
  const whole = await pipeline(data, (line, ms) => {
    const found = progressLine.exec(line);
    if (found !== null) progress.push([Number(found[1]), ms]);
  });
  return {
    rows,
    floor: growthOf(base.samples, rows),
    intake: growthOf(product.samples, rows),
    peakBytes: whole.peakBytes,
    whole,
    progress,
  };
};

const ratesOf = (progress) => {
  const rates = [];
  for (let i = 5; i < progress.length; i += 1) {
    const [[fromRows, fromMs], [toRows, toMs]] = [progress[i - 5], progress[i]];
    rates.push([toMs / 1_000, (toRows - fromRows) / ((toMs - fromMs) / 1_000)]);
  }
  return rates;
};

if (positionals.includes('api')) {
  await benchApi(values.out);
  process.exit();
}
if (positionals.includes('cloud')) {
  await benchCloud(values.out, Number(values.rows ?? '60000'));
  process.exit();
}
const small = await ratios();
const large = await growth();
const results = {
  rows: small.rows,
  intake_to_floor: Number(small.intake.toFixed(2)),
  pipeline_to_floor: Number(small.pipeline.toFixed(2)),
  runs: small.runs,
  million: {
    rows: large.rows,
    growth_intake: Number(large.intake.toFixed(2)),
    growth_floor: Number(large.floor.toFixed(2)),
    peak_memory_mb: Math.round(large.peakBytes / 1_048_576),
  },
};
mkdirSync(values.out, { recursive: true });
writeFileSync(join(values.out, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
const rates = ratesOf(large.progress);
if (rates.length > 1) {
  const memory = large.whole.memory.map(([ms, bytes]) => [ms / 1_000, bytes / 1_048_576]);
  const title = `oms import of ${large.rows.toLocaleString('en')} rows: rows/s (blue), resident memory (pink)`;
  writeFileSync(join(values.out, 'million-rows.svg'), plot({ title, rates, memory }));
}
process.stdout.write(
  [
    '| what | measured | at least |',
    '|---|---|---|',
    `| intake / floor | ${results.intake_to_floor} | 0.5 |`,
    `| whole pipeline / floor | ${results.pipeline_to_floor} | 0.2 |`,
    `| growth of intake, last tenth / second tenth | ${results.million.growth_intake} | 0.7 |`,
    `| growth of the floor, beside it | ${results.million.growth_floor} | |`,
    `| peak memory of oms import, ${large.rows} rows | ${results.million.peak_memory_mb} MB | (at most 256) |`,
    '',
  ].join('\n'),
);
