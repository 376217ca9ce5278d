import { refusedCheck } from './check-refusal.js';
import type { HttpAnswer } from './http-answer.js';
import type { HttpCall, InventoryHttp } from './inventory-http.js';

export interface Check<T> {
  readonly calls: readonly HttpCall[];
  /** Undefined when the answer of the call of this index cannot be read. */
  readonly read: (answer: Extract<HttpAnswer, { kind: 'answered' }>, index: number) => T | undefined;
}

/**
 * Makes the calls of one check, as many at once as the service allows. Throws `unavailable` as soon as one has no answer, and when
 * for `checkTimeoutMs` none has come; then those that wait for their turn are not made.
 */
export const checkCalls = async <T>(
  http: InventoryHttp,
  tenantId: string,
  { calls, read }: Check<T>,
): Promise<readonly T[]> => {
  const given = new AbortController();
  const { promise: failed, reject } = Promise.withResolvers<never>();
  const giveUp = (answer: HttpAnswer): void => {
    given.abort();
    reject(refusedCheck(answer));
  };
  const nothing = { kind: 'unknown', reason: `There was none within ${http.checkTimeoutMs} ms.` } as const;
  const timer = setTimeout(() => giveUp(nothing), http.checkTimeoutMs);
  const ask = async (call: HttpCall, index: number): Promise<T> => {
    const answer = await http.call(tenantId, { ...call, unlessAborted: given.signal });
    const answered = answer.kind === 'answered' ? read(answer, index) : undefined;
    if (answered === undefined) giveUp(answer);
    else if (!given.signal.aborted) timer.refresh();
    return answered ?? failed;
  };
  try {
    return await Promise.race([failed, Promise.all(calls.map(ask))]);
  } finally {
    clearTimeout(timer);
  }
};
