/** Milliseconds since 1970-01-01T00:00:00Z. Days are UTC. */
export type EpochMs = number;
