/** Randomness, and nothing else: ids that follow from content are made by the domain. */
export interface Ids {
  /** A new id that nobody else has: a UUID, lower case. Concurrent callers never get the same one. */
  next(): string;
  /** A number in [0, 1), for jitter. */
  random(): number;
}
