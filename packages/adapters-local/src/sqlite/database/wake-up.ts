import type { StopSignal } from '@oms/core';
import { sleep } from './sleep.js';

/** Tells those who wait in this process that there is something new; other processes find out by polling. */
export class WakeUp {
  #count = 0;
  #waiting = new AbortController();

  /** Take it before looking for work, so that what comes meanwhile is not slept through. */
  get count(): number {
    return this.#count;
  }

  notify(): void {
    this.#count += 1;
    this.#waiting.abort();
    this.#waiting = new AbortController();
  }

  /** Resolves when there was a call of `notify` since `count`, after `timeoutMs`, or when stopped. */
  async wait(count: number, timeoutMs: number, stop: StopSignal): Promise<void> {
    if (count !== this.#count || stop.aborted) return;
    const woken = new AbortController();
    const end = () => woken.abort();
    stop.addEventListener('abort', end, { once: true });
    const { signal } = this.#waiting;
    signal.addEventListener('abort', end, { once: true });
    await sleep(timeoutMs, woken.signal);
    stop.removeEventListener('abort', end);
    signal.removeEventListener('abort', end);
  }
}
