import { setTimeout as sleep } from 'node:timers/promises';
import { isOmsError, OmsError } from '@oms/core';
import type { OmsContainer } from '../create-container.js';

export interface Server<T> {
  /** For people, without credentials: `MongoDB at db.example:27017`. */
  readonly name: string;
  /** Throws while the server does not answer, and leaves nothing open then; `invalid` when waiting is of no use. */
  readonly connect: () => Promise<T>;
}

const firstDelayMs = 250;
const longestDelayMs = 5_000;

/** Connects once the server answers, and says meanwhile what it waits for; gives up with `unavailable` / `server_unavailable`. */
export const reach = async <T>(container: OmsContainer, { name, connect }: Server<T>): Promise<T> => {
  const waiting = container.get('waiting');
  const timeoutMs = container.get('config').OMS_STARTUP_TIMEOUT_MS;
  const giveUpAt = Date.now() + timeoutMs;
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(longestDelayMs, delayMs * 2)) {
    try {
      const connected = await connect();
      waiting.isFor(undefined);
      return connected;
    } catch (cause) {
      const why = whyOf(cause);
      if (Date.now() + delayMs > giveUpAt || waiting.isOver) {
        const message = `${name} did not answer within ${timeoutMs} ms: ${why}`;
        throw new OmsError('unavailable', 'server_unavailable', message, { cause });
      }
      waiting.isFor(`${name}: ${why}`);
      await sleep(delayMs);
    }
  }
};

const whyOf = (cause: unknown): string => {
  if (isOmsError(cause) && cause.kind === 'invalid') throw cause;
  return cause instanceof Error ? cause.message : String(cause);
};
