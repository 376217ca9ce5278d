import type { Clock } from '../ports/clock.js';
import type { StopSignal } from '../ports/stop-signal.js';

/** Calls `beat` at once and then every `everyMs` of the holder's time until stopped; a holder that died beats no more. */
export const heartbeat = (clock: Clock, everyMs: number, beat: () => void): { stop(): void } => {
  const listeners = new Set<() => void>();
  let isBeating = true;
  const stopped: StopSignal = {
    get aborted() {
      return !isBeating;
    },
    addEventListener: (_, listener) => {
      listeners.add(listener);
    },
    removeEventListener: (_, listener) => {
      listeners.delete(listener);
    },
  };
  const run = async (): Promise<void> => {
    while (isBeating) {
      beat();
      await clock.sleep(everyMs, stopped);
    }
  };
  void run();
  return {
    stop: () => {
      isBeating = false;
      for (const listener of [...listeners]) listener();
    },
  };
};
