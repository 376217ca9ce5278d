import type { StopSignal } from '@oms/core';

/** Tells those who wait in this process that there is something new; other processes find out by polling. */
export class WakeUp {
  #count = 0;
  readonly #waiting = new Set<() => void>();

  /** Take it before looking for work, so that what comes meanwhile is not slept through. */
  get count(): number {
    return this.#count;
  }

  notify(): void {
    this.#count += 1;
    for (const end of [...this.#waiting]) end();
  }

  /** Resolves when there was a call of `notify` since `count`, after `timeoutMs`, or when stopped. */
  async wait(count: number, timeoutMs: number, stop: StopSignal): Promise<void> {
    if (count !== this.#count || stop.aborted) return;
    await new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#waiting.delete(end);
        stop.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, timeoutMs);
      this.#waiting.add(end);
      stop.addEventListener('abort', end, { once: true });
    });
  }
}
