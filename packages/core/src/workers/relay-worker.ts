import type { StopSignal } from '../ports/stop-signal.js';
import type { OrderDeps } from '../use-cases/deps.js';
import { relayEvents } from '../use-cases/relay-events.js';
import { repeat } from './repeat.js';
import type { Worker } from './worker.js';

const idleMs = 1_000;

/** Publishes events that their writers left behind, and lets `sweep` enqueue what was left behind in turn. */
export const relayWorker = (deps: OrderDeps, sweep?: () => Promise<number>): Worker => ({
  run: async (stop) => {
    const loops = [relayLoop(deps, stop)];
    if (sweep !== undefined) loops.push(sweepLoop(deps, sweep, stop));
    await Promise.all(loops);
  },
});

const relayLoop = (deps: OrderDeps, stop: StopSignal): Promise<void> => {
  const pass = async () => {
    const { count, outcome } = await relayEvents(deps)();
    return count > 0 && outcome === 'published' ? 0 : idleMs;
  };
  return repeat(deps, { worker: 'relay', pass }, stop);
};

const sweepEveryMs = 5_000;

const sweepLoop = (deps: OrderDeps, sweep: () => Promise<number>, stop: StopSignal): Promise<void> => {
  const pass = async () => {
    await sweep();
    return sweepEveryMs;
  };
  return repeat(deps, { worker: 'sweep', pass }, stop);
};
