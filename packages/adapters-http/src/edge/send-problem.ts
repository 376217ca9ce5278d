import { STATUS_CODES } from 'node:http';
import { compact } from '@oms/core';
import type { Response } from 'express';
import { CallerGone } from './caller-gone.js';
import { type HttpProblem, problemOf } from './http-problem.js';
import type { ServerOptions } from './server-options.js';

const hidden: HttpProblem = {
  status: 500,
  code: 'internal_error',
  detail: 'Something went wrong here; report the request id.',
};

/** Answers with the problem document of an error; what is nobody's business is told to `onError` alone. */
export const sendProblem = ({ onError }: ServerOptions, response: Response, error: unknown): void => {
  if (error instanceof CallerGone) return;
  const requestId = response.locals.requestId as string;
  const problem = problemOf(error) ?? problemOfExpress(error) ?? hidden;
  if (problem === hidden || problem.status === 503) onError?.(error, requestId);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, code, detail, errors, headers = {} } = problem;
  const title = STATUS_CODES[status] ?? 'Error';
  const body = compact({ type: 'about:blank', title, status, detail, code, request_id: requestId, errors });
  response.status(status).set(headers).type('application/problem+json').send(JSON.stringify(body));
};

/** Express refuses a path that is not UTF-8 after decoding. */
const problemOfExpress = (error: unknown): HttpProblem | undefined =>
  error instanceof URIError
    ? { status: 400, code: 'invalid_path', detail: 'The path has a broken percent-encoding.' }
    : undefined;
