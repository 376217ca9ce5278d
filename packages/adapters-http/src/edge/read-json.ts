import type { IncomingMessage } from 'node:http';
import { refuse } from './http-problem.js';
import { parseJson } from './parse-json.js';
import { bodyOf, mediaTypeOf } from './request-body.js';
import type { ServerOptions } from './server-options.js';

export interface JsonLimits {
  readonly maxBodyBytes: number;
  readonly bodyTimeoutMs: number;
}

export const jsonLimitsOf = ({ maxBodyBytes = 1_048_576, bodyTimeoutMs = 30_000 }: ServerOptions): JsonLimits => ({
  maxBodyBytes,
  bodyTimeoutMs,
});

/** The JSON of a body. Refuses 415 for another type, 413 for too much, 408 for too slow, 400 for what is no JSON, 422 for a number that cannot be kept. */
export const readJson = async (
  request: IncomingMessage,
  { maxBodyBytes: maxBytes, bodyTimeoutMs: withinMs }: JsonLimits,
): Promise<unknown> => {
  if (mediaTypeOf(request) !== 'application/json') {
    throw refuse(415, 'unsupported_media_type', 'Send the body as application/json.');
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of bodyOf(request, { maxBytes, withinMs, idleMs: withinMs })) pieces.push(piece);
  return parseJson(Buffer.concat(pieces));
};

/** As `readJson`; an absent body is an empty object. */
export const readOptionalJson = async (request: IncomingMessage, limits: JsonLimits): Promise<unknown> => {
  const { headers } = request;
  const isAbsent = headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0;
  return isAbsent ? {} : readJson(request, limits);
};
