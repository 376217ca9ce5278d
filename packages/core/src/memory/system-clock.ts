import type { EpochMs } from '../domain/time.js';
import type { Clock } from '../ports/clock.js';
import type { StopSignal } from '../ports/stop-signal.js';

declare const setTimeout: (callback: () => void, ms: number) => unknown;
declare const clearTimeout: (timer: unknown) => void;

/** The time of this machine. */
export class SystemClock implements Clock {
  now(): EpochMs {
    return Date.now();
  }

  sleep(ms: number, stop?: StopSignal): Promise<void> {
    if (stop?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        stop?.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      stop?.addEventListener('abort', wake, { once: true });
    });
  }
}
