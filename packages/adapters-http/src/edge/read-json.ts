import type { IncomingMessage } from 'node:http';
import { RequestRefused, refuse } from './http-problem.js';
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

/** The JSON of a body. Refuses 415 for another type, 413 for too much, 408 for too slow, 400 for what is no JSON. */
export const readJson = async (
  request: IncomingMessage,
  { maxBodyBytes: maxBytes, bodyTimeoutMs: withinMs }: JsonLimits,
): Promise<unknown> => {
  if (mediaTypeOf(request) !== 'application/json') {
    throw refuse(415, 'unsupported_media_type', 'Send the body as application/json.');
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of bodyOf(request, { maxBytes, withinMs, idleMs: withinMs })) pieces.push(piece);
  return parse(Buffer.concat(pieces));
};

/** As `readJson`; an absent body is an empty object. */
export const readOptionalJson = async (request: IncomingMessage, limits: JsonLimits): Promise<unknown> => {
  const { headers } = request;
  const isAbsent = headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0;
  return isAbsent ? {} : readJson(request, limits);
};

const parse = (bytes: Uint8Array): unknown => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('__proto__') ? JSON.parse(text, refuseProto) : JSON.parse(text);
  } catch (error) {
    if (error instanceof RequestRefused) throw error;
    throw refuse(400, 'malformed_json', 'The body is not JSON; check quotes, commas and the encoding (UTF-8).');
  }
};

/** No field of ours has that name, and an object that got it would have another prototype. */
const refuseProto = (key: string, value: unknown): unknown => {
  if (key === '__proto__') throw refuse(422, 'invalid_body', 'The body has a field __proto__, which nothing has.');
  return value;
};
