import type { RequestListener, ServerResponse } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { ImsLineInventory, InventoryHttp, type InventoryHttpOptions, NativeInventoryGateway } from '../src/index.js';
import { serve } from './serve.js';

const pair = { skuId: 's', hubId: 'h' };
const claim = { orderId: 'o', lines: [{ ...pair, quantity: 1 }] };

const openService = async (listener: RequestListener, options: InventoryHttpOptions = {}) => {
  const calls: string[] = [];
  const sockets = new Set<unknown>();
  const { url, close } = await serve((request, response) => {
    calls.push(String(request.url));
    sockets.add(request.socket);
    listener(request, response);
  });
  onTestFinished(close);
  const http = new InventoryHttp(url, options);
  return { calls, sockets, native: new NativeInventoryGateway(http), ims: new ImsLineInventory(http) };
};

const json = (response: ServerResponse, body: unknown): void => void response.end(JSON.stringify(body));

const ofBytes = (bytes: number): string => {
  const start = '{"answers":["known"],"more":"';
  const end = '"}';
  return start + 'x'.repeat(bytes - start.length - end.length) + end;
};

test('an answer of 65,536 bytes is read, and one byte more is none', async () => {
  let bytes = 65_536;
  const { native } = await openService((_, response) => void response.end(ofBytes(bytes)));
  expect(await native.check('t', [pair])).toEqual(['known']);
  bytes = 65_537;
  await expect(native.check('t', [pair])).rejects.toThrow('more than 65536 bytes');
});

const inTwentySeconds = (form: string): string =>
  form === 'a date' ? new Date(Date.now() + 20_000).toUTCString() : '20';

test.each([
  [429, 'a date', 'not_attempted'],
  [503, 'in seconds', 'unknown_outcome'],
  [503, 'a date', 'unknown_outcome'],
])('Retry-After of a %d, %s, is obeyed', async (status, form, first) => {
  const { native, calls } = await openService((_, response) => {
    response.writeHead(status, { 'Retry-After': inTwentySeconds(form) }).end();
  });
  expect(await native.claim('t', [claim])).toMatchObject([{ answer: first }]);
  const [again] = await native.claim('t', [claim]);
  expect(again).toMatchObject({ answer: 'not_attempted', reason: 'It asked to be left alone.' });
  const waitMs = again?.answer === 'not_attempted' ? again.retryAfterMs : 0;
  expect(waitMs).toBeGreaterThan(15_000);
  expect(waitMs).toBeLessThanOrEqual(20_000);
  expect(calls.length).toBe(1);
});

test('connections are kept: of a hundred calls most share one', async () => {
  const { native, sockets, calls } = await openService((_, response) => json(response, { answer: 'released' }), {
    concurrency: 4,
  });
  for (let n = 0; n < 20; n += 1) await native.release('t', [`o-${n}`]);
  expect(calls.length).toBe(20);
  expect(sockets.size).toBeLessThanOrEqual(2);
  await native.release(
    't',
    Array.from({ length: 100 }, (_, n) => `p-${n}`),
  );
  expect(calls.length).toBe(120);
  expect(sockets.size).toBeLessThanOrEqual(20);
});

const elapsedOf = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
};

const refused = { kind: 'unavailable', code: 'inventory_unavailable' };
const checkTimeoutMs = 300;

test('a check of a service that hangs is given up in its own time, not in that of other calls', async () => {
  const options = { checkTimeoutMs, timeoutMs: 60_000, concurrency: 1 };
  const { native, ims, calls } = await openService(() => undefined, options);
  for (const inventory of [native, ims]) {
    const elapsed = await elapsedOf(() => expect(inventory.check('t', [pair])).rejects.toMatchObject(refused));
    expect(elapsed).toBeGreaterThan(checkTimeoutMs - 5);
    expect(elapsed).toBeLessThan(checkTimeoutMs + 1_200);
  }
  // The turn of the first was free again for the second.
  expect(calls.length).toBe(2);
});

test('the wait for a turn is part of it, and what nobody waits for any more is not asked', async () => {
  const held: ServerResponse[] = [];
  const { native, calls } = await openService((_, response) => void held.push(response), {
    checkTimeoutMs,
    concurrency: 1,
  });
  const claiming = native.claim('t', [claim]);
  const elapsed = await elapsedOf(() => expect(native.check('t', [pair])).rejects.toMatchObject(refused));
  expect(elapsed).toBeLessThan(checkTimeoutMs + 1_200);
  for (const response of held) json(response, { answers: [{ answer: 'claimed' }] });
  expect(await claiming).toEqual([{ answer: 'claimed' }]);
  const released = native.release('t', ['o']);
  await expect.poll(() => held.length).toBe(2);
  for (const response of held.slice(1)) json(response, { answer: 'released' });
  await released;
  expect(calls).toEqual(['/claims', '/claims/o']);
});

test('a check of many items goes on as long as the service answers', async () => {
  const { ims, calls } = await openService(
    (_, response) => void setTimeout(() => json(response, { is_valid: true }), 60),
    { checkTimeoutMs, concurrency: 1 },
  );
  const pairs = Array.from({ length: 10 }, (_, n) => ({ skuId: `s-${n}`, hubId: 'h' }));
  const elapsed = await elapsedOf(async () => expect(new Set(await ims.check('t', pairs))).toEqual(new Set(['known'])));
  expect(elapsed).toBeGreaterThan(checkTimeoutMs);
  expect(calls.length).toBe(10);
});

test('one item without an answer ends the check, and the items behind it are not asked for', async () => {
  const { ims, calls } = await openService((_, response) => void response.writeHead(500).end(), { concurrency: 2 });
  const pairs = Array.from({ length: 40 }, (_, n) => ({ skuId: `s-${n}`, hubId: 'h' }));
  await expect(ims.check('t', pairs)).rejects.toMatchObject(refused);
  expect(calls.length).toBeLessThanOrEqual(3);
});
