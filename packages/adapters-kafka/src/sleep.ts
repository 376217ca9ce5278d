import type { StopSignal } from '@oms/core';

/** Resolves after the time, or at once when stopped. */
export const sleep = (ms: number, stop?: StopSignal): Promise<void> =>
  new Promise((resolve) => {
    if (stop?.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      stop?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    stop?.addEventListener('abort', end);
  });
