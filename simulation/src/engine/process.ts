import type { Clock, EpochMs, StopSignal } from '@oms/core';
import type { Scheduler, Waiter } from './scheduler.js';

/** Nobody hears of it again. */
export const never = <T>(): Promise<T> => new Promise<T>(() => {});

/** The process died while it was asked: what a caller sees of it is a reset connection. */
export class ConnectionReset extends Error {}

/** One life of a process. Dead, it goes on nowhere: what it waits for never comes. */
export class Process implements Waiter {
  readonly name: string;
  readonly scheduler: Scheduler;
  isAlive = true;
  pausedUntil: EpochMs = 0;
  /** How wrong its clock is. */
  skewMs = 0;
  readonly #onDeath: (() => void)[] = [];

  constructor(name: string, scheduler: Scheduler) {
    this.name = name;
    this.scheduler = scheduler;
  }

  /** Its turn comes `ms` from now at the earliest. */
  async turn(label: string, ms = 0): Promise<void> {
    if (!this.isAlive) return never();
    await this.scheduler.wait(this, { ms, label }).promise;
  }

  async sleep(ms: number, stop?: StopSignal): Promise<void> {
    if (!this.isAlive) return never();
    if (stop?.aborted === true) return;
    const { promise, cut } = this.scheduler.wait(this, { ms, label: 'wakes' });
    stop?.addEventListener('abort', cut, { once: true });
    await promise;
    stop?.removeEventListener('abort', cut);
  }

  die(): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    this.scheduler.forget(this);
    for (const told of this.#onDeath) told();
  }

  onDeath(told: () => void): void {
    this.#onDeath.push(told);
  }

  /** What work comes to, or `ConnectionReset` when the process dies before. */
  serve<T>(work: () => Promise<T>): Promise<T> {
    if (!this.isAlive) return Promise.reject(new ConnectionReset(`${this.name} is down.`));
    return new Promise((resolve, reject) => {
      this.onDeath(() => reject(new ConnectionReset(`${this.name} died.`)));
      work().then(resolve, reject);
    });
  }
}

/** The time as the process sees it. A short sleep may take longer, as on a busy machine. */
export class ProcessClock implements Clock {
  readonly #process: Process;
  readonly #stretched: (ms: number) => number;
  readonly #isSkewed: boolean;

  constructor(process: Process, options: { readonly stretched: (ms: number) => number; readonly isSkewed: boolean }) {
    this.#process = process;
    this.#stretched = options.stretched;
    this.#isSkewed = options.isSkewed;
  }

  now(): EpochMs {
    return this.#process.scheduler.now + (this.#isSkewed ? this.#process.skewMs : 0);
  }

  sleep(ms: number, stop?: StopSignal): Promise<void> {
    return this.#process.sleep(this.#stretched(ms), stop);
  }
}
