import { faultOf } from './driver-error.js';
import { sleep } from './sleep.js';

/** Runs a step, again and again while another process holds the lock; then its error passes. */
export const whenUnlocked = async <T>(step: () => T, lockTimeoutMs: number): Promise<T> => {
  const deadline = performance.now() + lockTimeoutMs;
  for (;;) {
    try {
      return step();
    } catch (error) {
      const fault = faultOf(error);
      const isLocked = fault === 'busy' || fault === 'locked';
      if (!isLocked || performance.now() >= deadline) throw error;
    }
    // Jitter, so that processes which wait for one lock do not ask in step.
    await sleep(1 + Math.random() * 2);
  }
};
