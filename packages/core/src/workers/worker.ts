import type { StopSignal } from '../ports/stop-signal.js';

/** A loop that runs until it is told to stop. Any number of each may run, in any number of processes. */
export interface Worker {
  /** Resolves once `stop` is aborted and the work at hand is finished or handed back. An outage is waited out. */
  run(stop: StopSignal): Promise<void>;
}
