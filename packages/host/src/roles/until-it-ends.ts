import { OmsError } from '@oms/core';
import type { Progress } from '../observe/progress.js';

const lookEveryMs = 1_000;

export interface Running {
  readonly stop: AbortSignal;
  readonly workers: readonly Promise<void>[];
  readonly progress: Pick<Progress, 'stalled'>;
}

/** Resolves when the process is asked to stop. Throws when a worker fails, or with `worker_stalled` when one stands still. */
export const untilItEnds = ({ stop, workers, progress }: Running): Promise<void> =>
  new Promise<void>((resolve, reject) => {
    const timer = setInterval(() => {
      const [worker] = progress.stalled();
      if (worker !== undefined) end(() => reject(stalledError(worker)));
    }, lookEveryMs);
    const end = (settle: () => void): void => {
      clearInterval(timer);
      settle();
    };
    for (const worker of workers) worker.catch((error) => end(() => reject(error)));
    if (stop.aborted) end(resolve);
    stop.addEventListener('abort', () => end(resolve), { once: true });
  });

const stalledError = (worker: string): OmsError =>
  new OmsError(
    'unavailable',
    'worker_stalled',
    `The ${worker} worker makes no progress; this process ends, so that another one can take over.`,
  );
