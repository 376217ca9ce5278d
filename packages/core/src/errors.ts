/**
 * What went wrong, as the caller has to treat it. The set is closed; edges map it with
 * `satisfies Record<ErrorKind, ...>`, so a new kind fails to compile everywhere it is not yet handled.
 *
 * - `not_found`: the thing does not exist, for this tenant.
 * - `conflict`: it exists in another state or with other content; asking again changes nothing.
 * - `invalid`: the input breaks a rule; nothing was written.
 * - `unavailable`: a part did not answer and nothing was done; ask again later.
 * - `forbidden`: the caller may not do this.
 * - `unknown_outcome`: the call may or may not have taken effect; ask again by the same identity.
 */
export type ErrorKind = 'not_found' | 'conflict' | 'invalid' | 'unavailable' | 'forbidden' | 'unknown_outcome';

const brand = Symbol.for('@oms/core/OmsError');

export interface OmsErrorOptions {
  /** The error underneath, kept as `error.cause`. */
  readonly cause?: unknown;
  /** Milliseconds after which asking again makes sense; for `unavailable`. */
  readonly retryAfterMs?: number;
  /** Which fields are at fault, and why; for `invalid`. */
  readonly problems?: readonly FieldProblem[];
}

export interface FieldProblem {
  /** Where: a dotted path in the input, such as `lines.0.quantity`. */
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** The one error type that leaves the core and its adapters. `code` is stable; `message` is for people. */
export class OmsError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly retryAfterMs: number | undefined;
  readonly problems: readonly FieldProblem[];

  constructor(kind: ErrorKind, code: string, message: string, options: OmsErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'OmsError';
    this.kind = kind;
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
    this.problems = options.problems ?? [];
    Object.defineProperty(this, brand, { value: true });
  }
}

/** True for an OmsError of any copy of this package: `instanceof` fails when two versions are installed. */
export const isOmsError = (error: unknown): error is OmsError =>
  typeof error === 'object' && error !== null && brand in error;
