import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { onServer } from '../../../services/testing/on-server.js';
import { connectS3, ensureBucket, S3FileStore } from '../src/s3/index.js';

/** Passes so many bytes of each answer on, then cuts the connection; or stands still. */
const brokenLine = async (endpoint: string, { bytes, cuts }: { readonly bytes: number; readonly cuts: boolean }) => {
  const { hostname, port } = new URL(endpoint);
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    let passed = 0;
    client.pipe(upstream);
    upstream.on('data', (piece) => {
      passed += piece.length;
      if (passed <= bytes) client.write(piece);
      else if (cuts) client.destroy();
      else upstream.pause();
    });
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const text = async (pieces: AsyncIterable<Uint8Array>): Promise<string> => {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all).toString('latin1');
};

async function* of(content: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(content, 'latin1');
}

onServer('s3', ({ address }) => {
  const setUp = async () => {
    const bucket = `oms-test-${randomUUID()}`;
    const client = connectS3({ endpoint: address });
    await ensureBucket(client, bucket, { create: true });
    const content = Array.from({ length: 200_000 }, (_, n) => String(n).padStart(10)).join('');
    const file = await new S3FileStore(client, bucket).put('t', 'orders.csv', of(content));
    return { bucket, content, file };
  };

  test.each([
    ['breaks', true],
    ['stands still', false],
  ])('a download whose connection %s again and again goes on where it was', async (_what, cuts) => {
    const { bucket, content, file } = await setUp();
    const client = connectS3({ endpoint: await brokenLine(address, { bytes: 400_000, cuts }) });
    const store = new S3FileStore(client, bucket, { idleTimeoutMs: 300 });
    expect(await text(store.open('t', file.address, { etag: file.etag, offsetBytes: 7 }))).toBe(content.slice(7));
    client.destroy();
  });

  test('a download that brings nothing any more is unavailable', async () => {
    const { bucket, file } = await setUp();
    const client = connectS3({ endpoint: await brokenLine(address, { bytes: 0, cuts: true }) });
    const store = new S3FileStore(client, bucket, { maxBreaks: 2 });
    await expect(text(store.open('t', file.address, { etag: file.etag }))).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'file_store_unavailable',
    });
    client.destroy();
  });
});
