import type { EpochMs } from '../domain/time.js';
import type { Clock } from '../ports/clock.js';
import type { StopSignal } from '../ports/stop-signal.js';

interface Sleeper {
  readonly at: EpochMs;
  readonly wake: () => void;
}

/** Time that stands still until it is moved: for tests and simulations. */
export class ManualClock implements Clock {
  #now: EpochMs;
  #sleepers: Sleeper[] = [];

  /** Default start: 2026-01-01T00:00:00Z. */
  constructor(start: EpochMs = 1_767_225_600_000) {
    this.#now = start;
  }

  now(): EpochMs {
    return this.#now;
  }

  sleep(ms: number, stop?: StopSignal): Promise<void> {
    if (ms <= 0 || stop?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper: Sleeper = {
        at: this.#now + ms,
        wake: () => {
          stop?.removeEventListener('abort', sleeper.wake);
          this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
          resolve();
        },
      };
      this.#sleepers.push(sleeper);
      stop?.addEventListener('abort', sleeper.wake, { once: true });
    });
  }

  /** Moves time on and wakes, in order, everyone whose time has come. */
  advance(ms: number): void {
    this.#now += ms;
    const due = this.#sleepers.filter(({ at }) => at <= this.#now).sort((a, b) => a.at - b.at);
    for (const { wake } of due) wake();
  }
}
