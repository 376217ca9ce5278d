import type { Authenticator } from './authenticator.js';
import type { RateLimit } from './rate-limit.js';

/** A request that was answered, for metrics and logs. */
export interface ServedRequest {
  readonly method: string;
  /** The route's pattern, such as `/orders/{order_id}`; `none` when no route matched. */
  readonly route: string;
  /** As it was answered; 499 when the caller hung up before that. */
  readonly status: number;
  readonly seconds: number;
  readonly requestId: string;
}

/** What every server here takes. */
export interface ServerOptions {
  /** Who asks, and for which tenants they may; default: anybody, for the tenant that they name. */
  readonly authenticator?: Authenticator;
  /** Longest JSON body in bytes; default 1,048,576. */
  readonly maxBodyBytes?: number;
  /**
   * Longest wait for a JSON body, for the next piece of another one where nothing else is said, and for the rest of one that
   * was not read, in milliseconds; default 30,000.
   */
  readonly bodyTimeoutMs?: number;
  /** How often one credential, or one address without one, may ask for tenants' data; default: as often as it likes. */
  readonly rateLimit?: RateLimit;
  /** Called after each answer; must return soon. */
  readonly onServed?: (served: ServedRequest) => void;
  /** Called with what no caller is shown: the error behind a 500 or a 503. */
  readonly onError?: (error: unknown, requestId: string) => void;
}
