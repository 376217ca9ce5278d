import type { EpochMs } from '../domain/time.js';
import type { StopSignal } from './stop-signal.js';

/** Time, so that no code in the core touches timers. */
export interface Clock {
  /** Wall-clock time. May jump in both directions; nothing but "due" times and what people read rests on it. */
  now(): EpochMs;
  /** Resolves after `ms` milliseconds (0 or more), or as soon as `stop` is aborted; never rejects. */
  sleep(ms: number, stop?: StopSignal): Promise<void>;
}
