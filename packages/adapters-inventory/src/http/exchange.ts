import type { HttpAnswer } from './http-answer.js';
import { readCapped } from './read-capped.js';
import { retryAfterMs } from './retry-after-ms.js';

export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
  /** How long to leave a service alone that cannot be reached. */
  readonly unreachableForMs: number;
}

export interface ExchangeResult {
  readonly answer: HttpAnswer;
  /** The service is not well. */
  readonly isFailure: boolean;
  /** How long the service asked to be left alone. */
  readonly silentMs?: number;
}

/** One request and its whole answer, within the time; never throws for what the service did. */
export const exchange = async (given: Exchange): Promise<ExchangeResult> => {
  const { method, url, headers, body, timeoutMs, maxAnswerBytes, unreachableForMs } = given;
  try {
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body }),
    });
    const text = await readCapped(response, maxAnswerBytes);
    return read(response, text, maxAnswerBytes);
  } catch (error) {
    const why = whyOf(error, timeoutMs);
    const answer: HttpAnswer = isUnreachable(error)
      ? { kind: 'not_attempted', retryAfterMs: unreachableForMs, reason: `It cannot be reached: ${why}.` }
      : { kind: 'unknown', reason: `It did not answer: ${why}.` };
    return { answer, isFailure: true };
  }
};

const read = (response: Response, text: string | undefined, maxBytes: number): ExchangeResult => {
  const { status, headers } = response;
  if (status === 429) {
    const silentMs = retryAfterMs(headers.get('retry-after'), 1_000);
    const answer = { kind: 'not_attempted', retryAfterMs: silentMs, reason: 'It answered 429.' } as const;
    return { answer, isFailure: false, silentMs };
  }
  if (status >= 500) {
    const asked = headers.get('retry-after');
    const silent = asked === null ? {} : { silentMs: retryAfterMs(asked, 0) };
    return { answer: { kind: 'unknown', reason: `It answered ${status}.` }, isFailure: true, ...silent };
  }
  if (status >= 300 && status < 400) return { answer: unreadable(`a redirect, ${status}`), isFailure: true };
  if (text === undefined) return { answer: unreadable(`more than ${maxBytes} bytes`), isFailure: true };
  if (text === '') return { answer: { kind: 'answered', status, body: undefined }, isFailure: false };
  try {
    return { answer: { kind: 'answered', status, body: JSON.parse(text) }, isFailure: false };
  } catch {
    // A refusal needs no words: its status is the answer. A page is not of the service, but of what stands before it.
    if (status >= 400 && !text.trimStart().startsWith('<'))
      return { answer: { kind: 'answered', status, body: undefined }, isFailure: false };
    return { answer: unreadable('what is no JSON'), isFailure: true };
  }
};

const unreadable = (what: string): HttpAnswer => ({ kind: 'unknown', reason: `It answered ${what}.` });

/** Failures that come before the first byte of a request is sent. */
const unreachable: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const causeOf = (error: unknown): { readonly code?: unknown; readonly message?: unknown } =>
  error instanceof Error && typeof error.cause === 'object' && error.cause !== null ? error.cause : {};

const isUnreachable = (error: unknown): boolean => unreachable.has(causeOf(error).code);

const whyOf = (error: unknown, timeoutMs: number): string => {
  if (error instanceof Error && error.name === 'TimeoutError') return `nothing whole within ${timeoutMs} ms`;
  const { code, message } = causeOf(error);
  return String(code ?? message ?? error);
};
