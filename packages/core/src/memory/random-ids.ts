import type { Ids } from '../ports/ids.js';

/** Web Crypto, there wherever this code runs. */
declare const crypto: { randomUUID(): string };

/** Ids from the platform's cryptographic randomness. */
export class RandomIds implements Ids {
  next(): string {
    return crypto.randomUUID();
  }

  random(): number {
    return Math.random();
  }
}
