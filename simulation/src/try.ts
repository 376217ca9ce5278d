import { runSeed } from './run-seed.js';

const [from, count, lines] = process.argv.slice(2);
const t = performance.now();
let calls = 0,
  steps = 0;
for (let seed = Number(from); seed < Number(from) + Number(count); seed++) {
  const r = await runSeed(seed, { keepsLines: lines === 'lines' });
  calls += r.calls;
  steps += r.steps;
  if (r.violation) {
    console.log(seed, r.hash, r.violation.message);
    if (lines) console.log(r.lines.join('\n'));
  }
}
console.log({ calls, steps, msPerSeed: (performance.now() - t) / Number(count) });
