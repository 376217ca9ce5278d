// Writes a CSV of orders with planted faults, the list of those faults, and a stock file that fits.
// --fault-rate: share of the orders that get a fault (0.002); --short-rate: share of the SKUs with too little stock (0.02);
// --tenant: adds the column tenant_id, and rows of another tenant to the faults.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { stockLines } from './catalogue.mjs';
import { generate, headerFor } from './generate.mjs';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
    faults: { type: 'string' },
    stock: { type: 'string' },
    tenant: { type: 'string' },
    'fault-rate': { type: 'string', default: '0.002' },
    'short-rate': { type: 'string', default: '0.02' },
  },
});
if (values.out === undefined) {
  process.stderr.write(
    'usage: npm run data -- --rows N --seed N --out FILE [--faults FILE] [--stock FILE] [--fault-rate R] [--short-rate R] [--tenant T]\n',
  );
  process.exit(2);
}

const flushAt = 1 << 16;

/** A file that is written in big pieces, and only as fast as the disk takes them. */
const writer = (path) => {
  const stream = createWriteStream(path);
  let pending = '';
  const flush = async () => {
    const isRoomLeft = stream.write(pending);
    pending = '';
    if (!isRoomLeft) await once(stream, 'drain');
  };
  return {
    write: (piece) => {
      pending += piece;
      return pending.length < flushAt ? undefined : flush();
    },
    end: async () => {
      stream.end(pending);
      await finished(stream);
    },
  };
};

const stock = writer(values.stock ?? `${values.out}.stock.csv`);
for (const line of stockLines(Number(values['short-rate']))) await stock.write(line);
await stock.end();

const orders = writer(values.out);
const faults = writer(values.faults ?? `${values.out}.faults.csv`);
await orders.write(headerFor(values.tenant));
await faults.write('row,code\n');
const counts = { rows: 0, orders: 0, rejected: {} };
const settings = {
  rows: Number(values.rows),
  seed: Number(values.seed),
  faultRate: Number(values['fault-rate']),
  ...(values.tenant === undefined ? {} : { tenant: values.tenant }),
};
for (const group of generate(settings)) {
  const full = orders.write(group.text);
  if (full !== undefined) await full;
  counts.rows += group.rows;
  if (group.isOrder) counts.orders += 1;
  for (const [row, code] of group.rejections) {
    counts.rejected[code] = (counts.rejected[code] ?? 0) + 1;
    await faults.write(`${row},${code}\n`);
  }
}
await orders.end();
await faults.end();
process.stdout.write(`${JSON.stringify(counts)}\n`);
