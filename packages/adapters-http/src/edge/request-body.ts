import type { IncomingMessage } from 'node:http';
import { CallerGone } from './caller-gone.js';
import { RequestRefused, refuse } from './http-problem.js';

export interface BodyLimits {
  readonly maxBytes: number;
  /** Longest wait for the next piece, in milliseconds. */
  readonly idleMs: number;
  /** Longest wait for all of it, in milliseconds; default: as long as pieces come. */
  readonly withinMs?: number;
}

export const mediaTypeOf = ({ headers }: IncomingMessage): string =>
  (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/**
 * The bytes of a body. Refuses 413 for too many and 408 for those that do not come; a caller that hangs up in the middle makes
 * the loop throw a `CallerGone`.
 */
export async function* bodyOf(request: IncomingMessage, limits: BodyLimits): AsyncGenerator<Uint8Array> {
  const { maxBytes, idleMs, withinMs = Number.POSITIVE_INFINITY } = limits;
  if (request.headers['content-encoding'] !== undefined) {
    throw refuse(415, 'unsupported_encoding', 'Send the body as it is, without Content-Encoding.');
  }
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const pieces = (request as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  const endsAt = performance.now() + withinMs;
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await inTime(pieces.next().catch(hungUp), Math.min(idleMs, endsAt - performance.now()));
      if (done === true) return;
      bytes += value.length;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      yield value;
    }
  } finally {
    // Not awaited: behind a piece that does not come it would not end.
    pieces.return?.().catch(() => undefined);
  }
}

const hungUp = (cause: unknown): never => {
  throw new CallerGone(cause);
};

const inTime = async <T>(piece: Promise<T>, ms: number): Promise<T> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(tooSlow()), Math.max(0, ms));
  try {
    return await Promise.race([piece, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** The rest of the body is not read, so the connection cannot serve another request. */
const closing = { Connection: 'close' };

export const tooLarge = (maxBytes: number): RequestRefused =>
  new RequestRefused({
    status: 413,
    code: 'body_too_large',
    detail: `The body has more than ${maxBytes} bytes.`,
    headers: closing,
  });

const tooSlow = (): RequestRefused =>
  new RequestRefused({
    status: 408,
    code: 'body_too_slow',
    detail: 'The body did not come in time.',
    headers: closing,
  });
