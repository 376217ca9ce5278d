/** How often one credential, or one address without a credential, may ask. */
export interface RateLimit {
  /** Requests in a window. */
  readonly requests: number;
  /** Length of a window in milliseconds, from its first request on; default 60,000. */
  readonly windowMs?: number;
  /** What counts; default: the memory of this process. */
  readonly counter?: RequestCounter;
}

/** Counts requests, for several processes where it is theirs. */
export interface RequestCounter {
  /** One more request under a key: how many that makes in its window. A request that it throws for is let through. */
  count(key: string, windowMs: number): Promise<CountedRequests>;
}

export interface CountedRequests {
  readonly requests: number;
  readonly endsAt: Date;
}
