import { randomBytes } from 'node:crypto';
import type { TenantId } from '@oms/core';
import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhenResult,
  TaskCancelledError,
  wrap,
} from 'cockatiel';
import { exchange } from './exchange.js';
import type { HttpAnswer } from './http-answer.js';

export interface InventoryHttpOptions {
  /** Sent as `Authorization: Bearer`; default none. */
  readonly token?: string;
  /**
   * How long one call may take from connecting to the last byte of the answer, in milliseconds; default 5,000. As long as that it
   * may wait for its turn before.
   */
  readonly timeoutMs?: number;
  /**
   * How long a check may be without an answer to any of its calls, their wait for a turn included, in milliseconds; default 1,500:
   * somebody waits for it.
   */
  readonly checkTimeoutMs?: number;
  /** Longest answer, in bytes; default 65,536. A longer one counts as none. */
  readonly maxAnswerBytes?: number;
  /** Calls at the same time; default 16. Others wait. */
  readonly concurrency?: number;
  /** Calls in a row without an answer after which none is made for a while; default 5. */
  readonly breakAfter?: number;
  /** How long none is made then, in milliseconds; default 10,000. After that one call tries. */
  readonly breakMs?: number;
}

export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** After the base address, each part encoded. */
  readonly path: string;
  readonly json?: unknown;
  /** Other than that of the options. */
  readonly maxAnswerBytes?: number;
  /** Of a check: it may take `checkTimeoutMs` once it is made, and is not made any more when this is aborted. */
  readonly unlessAborted?: AbortSignal;
}

const mostWaiting = 10_000;

/**
 * Calls one inventory service. Redirects are not followed. While `Retry-After` asks for it, or when too many calls in a row had
 * no answer, nothing is sent. Each call has a request id and a trace of its own.
 */
export class InventoryHttp {
  readonly #baseUrl: string;
  readonly #options: Required<Omit<InventoryHttpOptions, 'token'>> & Pick<InventoryHttpOptions, 'token'>;
  readonly #limits;
  #silentUntil = 0;

  /** `baseUrl`: of the service, such as `https://ims.example/api`. */
  constructor(baseUrl: string, options: InventoryHttpOptions = {}) {
    this.#baseUrl = baseUrl.replace(/\/+$/, '');
    const times = { timeoutMs: 5_000, checkTimeoutMs: 1_500, breakMs: 10_000 };
    this.#options = { ...times, maxAnswerBytes: 65_536, concurrency: 16, breakAfter: 5, ...options };
    const { concurrency, breakAfter, breakMs } = this.#options;
    const isFailure = handleWhenResult((result) => (result as Exchanged).isFailure);
    this.#limits = wrap(
      bulkhead(concurrency, mostWaiting),
      circuitBreaker(isFailure, { breaker: new ConsecutiveBreaker(breakAfter), halfOpenAfter: breakMs }),
    );
  }

  get checkTimeoutMs(): number {
    return this.#options.checkTimeoutMs;
  }

  /** Never throws for what the service did. */
  async call(tenantId: TenantId, call: HttpCall): Promise<HttpAnswer> {
    const askedAt = performance.now();
    try {
      return (await this.#limits.execute(() => this.#exchange(tenantId, call, askedAt), call.unlessAborted)).answer;
    } catch (error) {
      if (error instanceof BrokenCircuitError) return this.#notAttempted('It has not answered lately.');
      if (error instanceof TaskCancelledError) return this.#notAttempted('Nobody waits for its answer any more.');
      if (error instanceof BulkheadRejectedError) return this.#notAttempted('Too many calls wait for it.');
      throw error;
    }
  }

  async #exchange(tenantId: TenantId, call: HttpCall, askedAt: number): Promise<Exchanged> {
    const { method, path, json, maxAnswerBytes, unlessAborted } = call;
    const { token, timeoutMs, checkTimeoutMs, breakMs } = this.#options;
    const silentMs = this.#silentUntil - Date.now();
    if (silentMs > 0) return { isFailure: false, answer: notAttempted(silentMs, 'It asked to be left alone.') };
    // Whoever asked counts on an answer by some time, after which nothing may be sent any more.
    if (unlessAborted === undefined && performance.now() - askedAt > timeoutMs) {
      return { isFailure: false, answer: notAttempted(1_000, 'Too many calls were before this one.') };
    }
    const requestId = randomBytes(16).toString('hex');
    const answer = await exchange({
      method,
      url: this.#baseUrl + path,
      headers: {
        Accept: 'application/json',
        'X-Tenant-ID': tenantId,
        'X-Request-Id': requestId,
        traceparent: `00-${requestId}-${randomBytes(8).toString('hex')}-01`,
        ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      timeoutMs: unlessAborted === undefined ? timeoutMs : checkTimeoutMs,
      maxAnswerBytes: maxAnswerBytes ?? this.#options.maxAnswerBytes,
      unreachableForMs: breakMs,
    });
    if (answer.silentMs !== undefined) this.#silentUntil = Date.now() + answer.silentMs;
    return { isFailure: answer.isFailure, answer: withRequestId(answer.answer, requestId) };
  }

  #notAttempted(reason: string): HttpAnswer {
    return notAttempted(this.#options.breakMs, reason);
  }
}

interface Exchanged {
  readonly isFailure: boolean;
  readonly answer: HttpAnswer;
}

const notAttempted = (ms: number, reason: string): HttpAnswer => ({ kind: 'not_attempted', retryAfterMs: ms, reason });

/** For the operator who has to find out at the service what became of it. */
const withRequestId = (answer: HttpAnswer, requestId: string): HttpAnswer =>
  answer.kind === 'unknown' ? { ...answer, reason: `${answer.reason} (request ${requestId})` } : answer;
