import { expect, test } from 'vitest';
import { replayLocally } from '../src/local/replay-locally.js';

const seeds = 200;
const fewestCrashes = 2_000;

test('200 seeds on SQLite and files keep every invariant, in a process that keeps dying', {
  timeout: 240_000,
}, async () => {
  let crashes = 0;
  for (let seed = 1; seed <= seeds; seed += 1) {
    const replay = await replayLocally(seed);
    crashes += replay.crashes;
    expect(replay.violation?.message, `seed ${seed}`).toBeUndefined();
  }
  expect(crashes).toBeGreaterThan(fewestCrashes);
});
