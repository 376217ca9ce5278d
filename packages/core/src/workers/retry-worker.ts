import type { OrderDeps } from '../use-cases/deps.js';
import { retryDue } from '../use-cases/retry-due.js';
import { consumeRestocks } from './consume-restocks.js';
import { repeat } from './repeat.js';
import type { Worker } from './worker.js';

const idleMs = 1_000;

/**
 * Takes up held orders when they are due, and repeats releases until the inventory has said yes. While the inventory does not
 * answer it is asked once in `probeEveryMs`, whatever waits for it. Where there is a feed of restocks, those wake what waits for them.
 */
export const retryWorker = (deps: OrderDeps): Worker => ({
  run: async (stop) => {
    const { restocks } = deps;
    const listening = restocks === undefined ? undefined : consumeRestocks(deps, restocks, stop);
    await Promise.all([listening, repeat(deps, { worker: 'retry', pass: () => pass(deps) }, stop)]);
  },
});

const pass = async (deps: OrderDeps): Promise<number> => {
  const { count, pauseMs } = await retryDue(deps)();
  return count > 0 ? pauseMs : idleMs;
};
