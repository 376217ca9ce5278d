import type { Clock, StopSignal } from '@oms/core';
import type { OpenedClock } from '@oms/core/contract';
import { SystemClock } from '@oms/core/memory';
import { type BrokenAdapter, close, withFaults } from './broken-adapter.js';

const broken = (fault: string, fails: readonly string[], faults: Partial<Clock>): BrokenAdapter<OpenedClock> => ({
  fault,
  fails: fails.map((id) => `clock.${id}`),
  harness: { open: async () => ({ subject: withFaults<Clock>(new SystemClock(), faults), close }) },
});

const sound = new SystemClock();
const everybody = new Set<() => void>();

const sleepTogether = (_: number, stop?: StopSignal): Promise<void> =>
  new Promise((resolve) => {
    everybody.add(resolve);
    stop?.addEventListener('abort', () => {
      for (const wake of everybody) wake();
      everybody.clear();
    });
  });

export const brokenClocks: readonly BrokenAdapter<OpenedClock>[] = [
  broken('wakes everybody at every stop', ['fresh'], { sleep: sleepTogether }),
  broken('tells seconds', ['now'], { now: () => Math.floor(Date.now() / 1_000) }),
  broken('stands still', ['now'], { now: () => 1_767_225_600_000 }),
  broken('wakes up at once', ['sleep'], { sleep: async () => {} }),
  broken('takes 0 for ever', ['sleep.zero'], {
    sleep: (ms, stop) => (ms === 0 ? new Promise(() => {}) : sound.sleep(ms, stop)),
  }),
  broken('sleeps through a stop', ['sleep.stop', 'sleep.stopped'], { sleep: (ms) => sound.sleep(Math.min(ms, 3_000)) }),
  broken('rejects when it is stopped', ['sleep.stop', 'sleep.stopped'], {
    sleep: async (ms, stop) => {
      if (stop === undefined) return sound.sleep(ms);
      return new Promise(() => {});
    },
  }),
  broken('leaves its listeners', ['sleep.listeners'], {
    sleep: (ms, stop) => {
      stop?.addEventListener('abort', () => {});
      return sound.sleep(ms);
    },
  }),
];
