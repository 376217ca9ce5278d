import { connect, type Socket } from 'node:net';
import { eventually } from '@oms/core/contract';
import { expect, test } from 'vitest';
import { serveApi } from './serve-api.js';

const dripEveryMs = 20;

const head = (path: string, type: string, length = 100_000): string =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nX-Tenant-ID: t\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n`;

const json = head('/orders', 'application/json');
const csv = head('/s3/filepath', 'text/csv');
const form = head('/s3/filepath', 'multipart/form-data; boundary=b');
const nowhere = head('/nowhere', 'text/plain');

const opened = (url: string): { readonly socket: Socket; readonly answer: () => string } => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let answer = '';
  socket.on('data', (text) => {
    answer += text;
  });
  socket.on('error', () => undefined);
  return { socket, answer: () => answer };
};

/** Sends a head, then one byte of the body after another; resolves with the answer once the connection is closed. */
const drip = (url: string, first: string, bytes = Number.POSITIVE_INFINITY): Promise<string> =>
  new Promise((resolve) => {
    const { socket, answer } = opened(url);
    socket.write(first);
    let sent = 0;
    const timer = setInterval(() => {
      if (sent < bytes) socket.write('a');
      sent += 1;
    }, dripEveryMs);
    socket.on('close', () => {
      clearInterval(timer);
      resolve(answer());
    });
  });

test('a JSON body that drips is 408, and its connection is closed', async () => {
  await using api = await serveApi({ bodyTimeoutMs: 200 });
  const answer = await drip(api.url, json);
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(answer).toContain('"code":"body_too_slow"');
  expect(answer).toMatch(/Connection: close/i);
});

test.each([
  ['CSV', csv],
  ['form', form],
])('an upload (%s) that stands still is 408, and its connection is closed', async (_kind, first) => {
  await using api = await serveApi({ uploadIdleMs: 100 });
  const answer = await drip(api.url, first, 3);
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(answer).toContain('"code":"body_too_slow"');
  expect(api.errors).toEqual([]);
});

test('an upload may take as long as it takes while pieces come', async () => {
  await using api = await serveApi({ uploadIdleMs: 200, bodyTimeoutMs: 200 });
  async function* slow() {
    for (let n = 0; n < 10; n += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      yield new TextEncoder().encode('row\n');
    }
  }
  const sent = await api.ask('/s3/filepath', { body: slow(), headers: { 'Content-Type': 'text/csv' } });
  expect([sent.status, sent.json.size]).toEqual([201, 40]);
});

test('a body that nobody reads is not waited for either', async () => {
  const nobody = { authenticate: async () => undefined };
  await using api = await serveApi({ bodyTimeoutMs: 200, authenticator: nobody });
  for (const first of [json, csv, nowhere]) expect(await drip(api.url, first)).toMatch(/^HTTP\/1\.1 40[14] /);
});

test('a connection whose bodies have come goes on, also when nobody read them', async () => {
  await using api = await serveApi({ bodyTimeoutMs: 100 });
  const { socket, answer } = opened(api.url);
  const answers = () => answer().match(/HTTP\/1\.1 \d+/g) ?? [];
  socket.write(`${head('/orders', 'application/json', 2)}{}${head('/nowhere', 'text/plain', 2)}ab`);
  await eventually(() => expect(answers()).toEqual(['HTTP/1.1 422', 'HTTP/1.1 404']), { withinMs: 2_000 });
  await drip(api.url, nowhere);
  socket.write(`${head('/orders', 'application/json', 2)}{}`);
  await eventually(() => expect(answers().length).toBe(3), { withinMs: 2_000 });
  socket.destroy();
});
