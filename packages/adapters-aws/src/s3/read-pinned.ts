import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { statusOf, translateS3Error } from './s3-error.js';

export interface PinnedObject {
  readonly bucket: string;
  readonly key: string;
  readonly address: string;
  readonly etag: string;
}

export interface ReadOptions {
  readonly offsetBytes: number;
  readonly maxBreaks: number;
  readonly idleTimeoutMs: number;
}

const pauseMs = 200;

/** The bytes from an offset on; a connection that breaks is taken up where it broke, under the same etag. */
export async function* readPinned(
  client: S3Client,
  object: PinnedObject,
  { offsetBytes, maxBreaks, idleTimeoutMs }: ReadOptions,
): AsyncGenerator<Uint8Array> {
  let at = offsetBytes;
  let breaks = 0;
  for (;;) {
    try {
      for await (const piece of readFrom(client, object, { at, idleTimeoutMs })) {
        at += piece.length;
        breaks = 0;
        yield piece;
      }
      return;
    } catch (error) {
      breaks += 1;
      if (isPastTheEnd(error)) return;
      if (isFinal(error) || breaks > maxBreaks) throw translateS3Error(error, object.address);
      await sleep(pauseMs * breaks);
    }
  }
}

const isPastTheEnd = (error: unknown): boolean => statusOf(error) === 416;

const isFinal = (error: unknown): boolean => {
  const status = statusOf(error);
  return status !== undefined && status >= 400 && status < 500;
};

interface From {
  readonly at: number;
  readonly idleTimeoutMs: number;
}

async function* readFrom(
  client: S3Client,
  { bucket, key, etag }: PinnedObject,
  { at, idleTimeoutMs }: From,
): AsyncGenerator<Uint8Array> {
  const cut = new AbortController();
  const inTime = <T>(work: Promise<T>): Promise<T> => within(work, idleTimeoutMs);
  try {
    const command = new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: etag, Range: `bytes=${at}-` });
    const { Body } = await inTime(client.send(command, { abortSignal: cut.signal }));
    const stream = Body as AsyncIterable<Uint8Array> & { destroy(): void };
    cut.signal.addEventListener('abort', () => stream.destroy());
    const pieces = stream[Symbol.asyncIterator]();
    // Time that the reader takes is not the connection's.
    for (let next = await inTime(pieces.next()); !next.done; next = await inTime(pieces.next())) {
      yield Uint8Array.from(next.value);
    }
  } finally {
    cut.abort();
  }
}

const within = async <T>(work: Promise<T>, ms: number): Promise<T> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`The connection brought nothing for ${ms} ms`)), ms);
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
};
