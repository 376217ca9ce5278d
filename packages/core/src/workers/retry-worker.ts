import type { OrderDeps } from '../use-cases/deps.js';
import { retryDue } from '../use-cases/retry-due.js';
import { repeat } from './repeat.js';
import type { Worker } from './worker.js';

const idleMs = 1_000;

/** Takes up held orders when they are due, and repeats releases until the inventory has said yes. */
export const retryWorker = (deps: OrderDeps): Worker => ({
  run: (stop) => repeat(deps, { worker: 'retry', pass: async () => ((await retryDue(deps)()) > 0 ? 0 : idleMs) }, stop),
});
