import { type AddressInfo, createServer, type Socket } from 'node:net';
import { eventually } from '@oms/core/contract';
import { expect, onTestFinished, test } from 'vitest';
import { openSocket } from '../src/open-socket.js';
import { wholeAnswers } from '../src/whole-answers.js';

const answer = (text: string): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(text.length);
  return Buffer.concat([length, Buffer.from(text)]);
};

test('answers are handed on whole, in whatever pieces they come', () => {
  const all = Buffer.concat([answer('one'), answer(''), answer('three'.repeat(100))]);
  for (const size of [1, 2, 3, 5, 8, 100, all.length]) {
    const seen: Buffer[] = [];
    const take = wholeAnswers((whole) => seen.push(Buffer.from(whole)));
    for (let at = 0; at < all.length; at += size) take(all.subarray(at, at + size));
    expect(seen).toEqual([answer('one'), answer(''), answer('three'.repeat(100))]);
  }
});

test('what a broken connection brought of an answer reaches nobody', async () => {
  const clients: Socket[] = [];
  const server = createServer((client) => void clients.push(client)).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const seen: Buffer[] = [];
  let isClosed = false;
  const socket = openSocket({ host: '127.0.0.1', port, ssl: undefined as never, onConnect: () => undefined });
  socket.on('data', (data: Buffer) => seen.push(data));
  socket.on('close', () => {
    isClosed = true;
  });
  await eventually(() => expect(clients.length).toBe(1), { withinMs: 2_000 });
  clients[0]?.end(Buffer.concat([answer('whole'), answer('broken off').subarray(0, 9)]));
  await eventually(() => expect(isClosed).toBe(true), { withinMs: 2_000 });
  expect(seen).toEqual([answer('whole')]);
});
