import type { IncomingMessage } from 'node:http';
import { RequestRefused, refuse } from './http-problem.js';

export const mediaTypeOf = ({ headers }: IncomingMessage): string =>
  (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** The bytes of a body, at most so many; a caller that hangs up in the middle makes the loop throw. */
export async function* bodyOf(request: IncomingMessage, maxBytes: number): AsyncGenerator<Uint8Array> {
  if (request.headers['content-encoding'] !== undefined) {
    throw refuse(415, 'unsupported_encoding', 'Send the body as it is, without Content-Encoding.');
  }
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Uint8Array>) {
    bytes += piece.length;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    yield piece;
  }
}

/** The rest of the body is not read, so the connection cannot serve another request. */
export const tooLarge = (maxBytes: number): RequestRefused =>
  new RequestRefused({
    status: 413,
    code: 'body_too_large',
    detail: `The body has more than ${maxBytes} bytes.`,
    headers: { Connection: 'close' },
  });
