import { setTimeout as sleep } from 'node:timers/promises';
import { isOmsError, OmsError } from '@oms/core';
import { isDriverError, isRepeatable } from './driver-error.js';
import { defaultTimeoutMs, type MongoRepoOptions } from './open-collection.js';

const firstDelayMs = 10;
const longestDelayMs = 500;

/** Makes the calls of one port: each is repeated while that makes sense and there is time, then `unavailable`. */
export class MongoCalls {
  readonly #code: string;
  readonly #timeoutMs: number;

  constructor(code: string, { timeoutMs = defaultTimeoutMs }: MongoRepoOptions) {
    this.#code = code;
    this.#timeoutMs = timeoutMs;
  }

  /** `operation` has to find its own traces: it may run after an earlier run whose answer was lost. */
  async run<T>(operation: () => Promise<T>): Promise<T> {
    const giveUpAt = performance.now() + this.#timeoutMs;
    for (let delayMs = firstDelayMs; ; delayMs = Math.min(longestDelayMs, delayMs * 2)) {
      try {
        return await this.#inTime(operation(), giveUpAt);
      } catch (error) {
        if (!isRepeatable(error) || performance.now() + delayMs > giveUpAt) throw this.#translated(error);
        await sleep(delayMs);
      }
    }
  }

  async #inTime<T>(work: Promise<T>, giveUpAt: number): Promise<T> {
    const end = new AbortController();
    const late = sleep(Math.max(0, giveUpAt - performance.now()), undefined, { signal: end.signal }).then(() => {
      throw new OmsError('unavailable', this.#code, `MongoDB did not answer within ${this.#timeoutMs} ms.`);
    });
    late.catch(() => undefined);
    try {
      return await Promise.race([work, late]);
    } finally {
      end.abort();
    }
  }

  #translated(error: unknown): unknown {
    if (isOmsError(error) || !isDriverError(error)) return error;
    return new OmsError('unavailable', this.#code, `MongoDB did not answer: ${error.message}.`, { cause: error });
  }
}
