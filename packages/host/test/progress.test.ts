import { expect, test } from 'vitest';
import { Progress } from '../src/observe/progress.js';

const stallAfterMs = 1_000;

/** Progress whose clock is moved by hand, and work that is taken up as workers do it. */
const watchedWork = () => {
  const at = { ms: 0 };
  const progress = new Progress(stallAfterMs, () => at.ms);
  const claimed = () => progress.observe({ kind: 'claims_answered', answer: 'claimed', count: 1 });
  const pass = async (worker: string, work: () => Promise<unknown>): Promise<void> => {
    progress.observe({ kind: 'pass_began', worker });
    try {
      await work();
    } finally {
      progress.observe({ kind: 'pass_ended', worker });
    }
  };
  return { at, progress, pass, claimed };
};

const never = () => new Promise(() => undefined);

test('a pass that shows no sign stands still, and one that has ended does not', async () => {
  const { at, progress, pass } = watchedWork();
  await pass('bulk', async () => undefined);
  void pass('retry', never);
  at.ms = stallAfterMs;
  expect(progress.stalled()).toEqual([]);
  at.ms += 1;
  expect(progress.stalled()).toEqual(['retry']);
});

test('what a pass tells is a sign of it, however deep it is told', async () => {
  const { at, progress, pass, claimed } = watchedWork();
  const { promise: asked, resolve: answer } = Promise.withResolvers<void>();
  const work = pass('confirm', async () => {
    await asked;
    await Promise.all([Promise.resolve().then(claimed)]);
    await never();
  });
  at.ms = stallAfterMs + 1;
  expect(progress.stalled()).toEqual(['confirm']);
  answer();
  await asked;
  await Promise.race([work, new Promise((resolve) => setImmediate(resolve))]);
  expect(progress.stalled()).toEqual([]);
});

test.each(['confirm', 'retry'])('a pass of retry that hangs is not hidden by those of %s that go on', async (other) => {
  const { at, progress, pass, claimed } = watchedWork();
  void pass('retry', never);
  for (let n = 0; n < 20; n += 1) {
    at.ms += stallAfterMs / 10;
    await pass(other, async () => claimed());
  }
  expect(progress.stalled()).toEqual(['retry']);
});

test('what is started after a worker is no part of its passes', () => {
  const { at, progress, pass, claimed } = watchedWork();
  progress.watch(() => void pass('retry', never));
  at.ms = stallAfterMs + 1;
  claimed();
  expect(progress.stalled()).toEqual(['retry']);
});
