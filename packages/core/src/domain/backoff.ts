export interface BackoffPolicy {
  /** Delay before the first retry; doubles with every further one. */
  readonly baseMs: number;
  readonly capMs: number;
}

/** Capped exponential delay with up to a fifth of jitter: `random` is in [0, 1). */
export const backoffMs = (policy: BackoffPolicy, attempts: number, random: number): number => {
  const full = Math.min(policy.capMs, policy.baseMs * 2 ** Math.min(attempts, 30));
  return Math.round(full * (0.9 + random * 0.2));
};
