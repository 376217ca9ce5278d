import { connect, type Socket } from 'node:net';
import { eventually } from '@oms/core/contract';
import { expect, test } from 'vitest';
import type { ServedRequest } from '../src/api/index.js';
import { serveApi } from './serve-api.js';

const head = (type: string): string =>
  `POST /s3/filepath HTTP/1.1\r\nHost: x\r\nX-Tenant-ID: t\r\nContent-Type: ${type}\r\nContent-Length: 5000\r\n\r\n`;
const partHead = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n';
const rows = 'order_id,sku_id,quantity,seller_id,hub_id\no-1,tea,1,s,north\n';

/** The API, and how much of the upload at work its file store has read. */
const serveUploads = async () => {
  const served: ServedRequest[] = [];
  const api = await serveApi({ onServed: (request) => served.push(request) });
  const put = api.files.put.bind(api.files);
  const upload = { bytes: 0, isOver: false };
  async function* counted(bytes: AsyncIterable<Uint8Array>) {
    for await (const piece of bytes) {
      upload.bytes += piece.length;
      yield piece;
    }
  }
  api.files.put = (tenant, name, bytes) =>
    put(tenant, name, counted(bytes)).finally(() => {
      upload.isOver = true;
    });
  return { ...api, served, upload };
};

const opened = (url: string): Promise<Socket> =>
  new Promise((resolve) => {
    const socket: Socket = connect(Number(new URL(url).port), '127.0.0.1', () => resolve(socket));
  });

test.each([
  ['CSV', head('text/csv'), rows],
  ['a form', head('multipart/form-data; boundary=b'), partHead + rows],
])(
  'a client that hangs up while %s is being read leaves nothing, and nobody is alarmed',
  async (_what, first, text) => {
    await using api = await serveUploads();
    const socket = await opened(api.url);
    socket.write(first + text);
    await eventually(() => expect(api.upload.bytes).toBe(rows.length), { withinMs: 5_000 });
    socket.destroy();
    await eventually(() => expect([api.upload.isOver, api.served.length]).toEqual([true, 1]), { withinMs: 5_000 });
    expect(api.served).toMatchObject([{ route: '/s3/filepath', status: 499 }]);
    expect(api.errors).toEqual([]);
    const sent = await api.ask('/s3/filepath', { body: rows, headers: { 'Content-Type': 'text/csv' } });
    expect(sent.json.key).toBe('t/1-upload.csv');
  },
);

test('a form that breaks before its file is read is no more than a form that breaks', async () => {
  await using api = await serveUploads();
  const { promise: ready, resolve: go } = Promise.withResolvers<void>();
  const put = api.files.put.bind(api.files);
  let isAsked = false;
  api.files.put = async (tenant, name, bytes) => {
    isAsked = true;
    await ready;
    return put(tenant, name, bytes);
  };
  const socket = await opened(api.url);
  socket.write(head('multipart/form-data; boundary=b') + partHead + rows);
  await eventually(() => expect(isAsked).toBe(true), { withinMs: 5_000 });
  socket.destroy();
  await eventually(() => expect(api.served.length).toBe(1), { withinMs: 5_000 });
  go();
  await eventually(() => expect(api.upload.isOver).toBe(true), { withinMs: 5_000 });
  expect(api.errors).toEqual([]);
  expect(api.upload.bytes).toBeLessThanOrEqual(rows.length);
});
