import { type ErrorKind, type FieldProblem, isOmsError, type OmsError } from '@oms/core';
import { type ProblemCode, problemCodes } from '../schemas/problem-codes.js';
import { snakeField } from './snake-field.js';

/** A problem document (RFC 9457), and what else goes with it. */
export interface HttpProblem {
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that the HTTP edge itself gives. */
export class RequestRefused extends Error {
  readonly problem: HttpProblem;

  constructor(problem: HttpProblem) {
    super(problem.detail);
    this.problem = problem;
  }
}

export const refuse = (status: number, code: ProblemCode, detail: string): RequestRefused =>
  new RequestRefused({ status, code, detail });

const statuses = {
  not_found: 404,
  conflict: 409,
  invalid: 422,
  unavailable: 503,
  forbidden: 403,
  unknown_outcome: 503,
} as const satisfies Record<ErrorKind, number>;

/** Codes whose status says more than their kind does. */
const statusesByCode: Readonly<Record<string, number>> = {
  idempotency_key_reused: 422,
  invalid_cursor: 400,
  invalid_limit: 400,
  version_mismatch: 412,
};

/** What the caller is told of an error; undefined for one that is nobody's business. */
export const problemOf = (error: unknown): HttpProblem | undefined => {
  if (error instanceof RequestRefused) return error.problem;
  return isOmsError(error) ? problemOfOmsError(error) : undefined;
};

const known: ReadonlySet<string> = new Set(problemCodes);
const isKnown = (code: string): code is ProblemCode => known.has(code);

const problemOfOmsError = (error: OmsError): HttpProblem => {
  const { kind, code, message, problems, retryAfterMs = 5_000 } = error;
  const status = statusesByCode[code] ?? statuses[kind];
  const detail = status === 503 ? 'A part of the service does not answer; ask again later.' : message;
  const errors = problems.map((problem) => ({ ...problem, field: snakeField(problem.field) }));
  const headers = status === 503 ? { 'Retry-After': String(Math.ceil(retryAfterMs / 1_000)) } : {};
  return { status, code: isKnown(code) ? code : kind, detail, headers, ...(errors.length === 0 ? {} : { errors }) };
};
