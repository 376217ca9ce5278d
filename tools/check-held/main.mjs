// A million orders that wait for stock, on the local adapter: one look at all that is due asks the inventory a few times for each
// item, not once for each order, and takes little memory. `--orders N` for another number.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { orders: { type: 'string', default: '1000000' }, groups: { type: 'string', default: '60' } },
});
const maxPeakBytes = 200 * 1_048_576;
const maxCallsPerGroup = 3;
const folder = mkdtempSync(join(tmpdir(), 'oms-held-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const run = (script) => {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const env = {
    ...process.env,
    HELD_DATABASE: join(folder, 'oms.db'),
    HELD_ORDERS: values.orders,
    HELD_GROUPS: values.groups,
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${script} ended with ${status}: ${stderr.slice(-2_000)}`);
  return stdout.trim() === '' ? {} : JSON.parse(stdout);
};

run('./hold-orders.mjs');
const { groups, calls, asked, seconds, peakBytes } = run('./one-look.mjs');
const checks = [
  [`${groups} groups had their turn`, groups === Number(values.groups)],
  [
    `${calls} calls for ${values.orders} orders in ${groups} groups, for ${asked} of them`,
    calls <= maxCallsPerGroup * groups,
  ],
  [`peak memory ${Math.round(peakBytes / 1_048_576)} MB is under 200 MB`, peakBytes < maxPeakBytes],
];
for (const [what, isRight] of checks) process.stdout.write(`${isRight ? 'ok  ' : 'NOT '} ${what}\n`);
process.stdout.write(
  `${JSON.stringify({ orders: Number(values.orders), groups, calls, asked, seconds, peakBytes })}\n`,
);
process.exitCode = checks.every(([, isRight]) => isRight) ? 0 : 1;
