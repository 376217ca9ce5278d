import type { StopSignal } from '../ports/stop-signal.js';
import type { OrderDeps } from '../use-cases/deps.js';
import { watched } from './watched.js';

export interface Repeat {
  /** For the observer. */
  readonly worker: string;
  /** One pass; resolves with the milliseconds to wait before the next. */
  readonly pass: () => Promise<number>;
}

const afterErrorMs = 1_000;

/** Repeats a pass until stopped; a pass that throws is reported and tried again a second later. */
export const repeat = async (
  { clock, observer }: Pick<OrderDeps, 'clock' | 'observer'>,
  { worker, pass }: Repeat,
  stop: StopSignal,
): Promise<void> => {
  while (!stop.aborted) {
    const waitMs = await watched({ observer }, worker, pass).catch((error: unknown) => {
      observer.observe({ kind: 'worker_failed', worker, error });
      return afterErrorMs;
    });
    if (waitMs > 0) await clock.sleep(waitMs, stop);
  }
};
