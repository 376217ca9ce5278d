import type { RequestListener, ServerResponse } from 'node:http';
import { eventually } from '@oms/core/contract';
import { expect, onTestFinished, test } from 'vitest';
import {
  ImsLineInventory,
  InventoryHttp,
  type InventoryHttpOptions,
  NativeInventoryGateway,
  WmsLineInventory,
} from '../src/index.js';
import { serve } from './serve.js';

const claim = { orderId: 'o', lines: [{ skuId: 's', hubId: 'h', quantity: 1 }] };
const pair = { skuId: 's', hubId: 'h' };

/** A gateway at a service that answers so. */
const gatewayAt = async (listener: RequestListener, options: InventoryHttpOptions = {}) => {
  const calls: string[] = [];
  const { url, close } = await serve((request, response) => {
    calls.push(String(request.url));
    listener(request, response);
  });
  onTestFinished(close);
  return {
    calls,
    url,
    gateway: new NativeInventoryGateway(new InventoryHttp(url, { timeoutMs: 500, checkTimeoutMs: 500, ...options })),
  };
};

const json = (response: ServerResponse, body: unknown, status = 200): void => {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
};

const drip = (response: ServerResponse): void => {
  response.writeHead(200);
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
};

const bad: Readonly<Record<string, RequestListener>> = {
  'says 500': (_, response) => json(response, { answers: [{ answer: 'claimed' }] }, 500),
  'says 404': (_, response) => json(response, { error: 'not found' }, 404),
  'answers with HTML': (_, response) => void response.end('<html>fine</html>'),
  'answers with another shape': (_, response) => json(response, { available: 'yes' }),
  'answers for fewer than were asked': (_, response) => json(response, { answers: [] }),
  'answers what is no answer': (_, response) => json(response, { answers: [{ answer: 'perhaps' }] }),
  'answers with 10 MB': (_, response) => json(response, { answers: ['x'.repeat(10_000_000)] }),
  drips: (_, response) => drip(response),
  'hangs up': (request) => void request.socket.destroy(),
  'hangs up in the middle of an answer': (request, response) => {
    response.writeHead(200, { 'Content-Length': 1_000 }).write('{"answers"');
    setTimeout(() => request.socket.destroy(), 20);
  },
};

for (const [what, listener] of Object.entries(bad)) {
  test(`a service that ${what} gives no answer, soon, and is asked once`, async () => {
    const { gateway, calls } = await gatewayAt(listener);
    const startedAt = performance.now();
    const [answer] = await gateway.claim('t', [claim]);
    expect(answer?.answer).toBe('unknown_outcome');
    expect(calls).toEqual(['/claims']);
    await expect(gateway.check('t', [pair])).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'inventory_unavailable',
    });
    expect(await gateway.release('t', ['o'])).toMatchObject([{ answer: 'not_released' }]);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
}

test('a redirect is not followed', async () => {
  const inner = await gatewayAt((_, response) => json(response, { answers: [{ answer: 'claimed' }] }));
  const outer = await gatewayAt((_, response) => void response.writeHead(307, { Location: inner.url }).end());
  const [answer] = await outer.gateway.claim('t', [claim]);
  expect(answer).toMatchObject({ answer: 'unknown_outcome', reason: expect.stringContaining('redirect') });
  expect(inner.calls).toEqual([]);
});

test('a service that cannot be reached was not asked', async () => {
  const { url, close } = await serve(() => undefined);
  await close();
  const gateway = new NativeInventoryGateway(new InventoryHttp(url));
  expect(await gateway.claim('t', [claim])).toMatchObject([{ answer: 'not_attempted' }]);
});

test('a service that asks to be left alone is', async () => {
  const { gateway, calls } = await gatewayAt((_, response) => {
    response.writeHead(429, { 'Retry-After': '7' }).end();
  });
  expect(await gateway.claim('t', [claim])).toMatchObject([{ answer: 'not_attempted', retryAfterMs: 7_000 }]);
  const [again] = await gateway.claim('t', [claim]);
  expect(again).toMatchObject({ answer: 'not_attempted' });
  expect(again?.answer === 'not_attempted' && again.retryAfterMs).toBeGreaterThan(5_000);
  expect(calls.length).toBe(1);
});

test('a service that does not answer is left alone for a while, then asked once', async () => {
  const state = { isWell: false };
  const { gateway, calls } = await gatewayAt(
    (_, response) => (state.isWell ? json(response, { answers: [{ answer: 'claimed' }] }) : json(response, {}, 503)),
    { breakAfter: 3, breakMs: 200 },
  );
  for (let n = 0; n < 3; n += 1) {
    expect(await gateway.claim('t', [claim])).toMatchObject([{ answer: 'unknown_outcome' }]);
  }
  expect(await gateway.claim('t', [claim])).toMatchObject([{ answer: 'not_attempted', retryAfterMs: 200 }]);
  expect(calls.length).toBe(3);
  state.isWell = true;
  await eventually(async () => expect(await gateway.claim('t', [claim])).toEqual([{ answer: 'claimed' }]), {
    withinMs: 2_000,
  });
  expect(calls.length).toBe(4);
});

test('only so many calls are made at once', async () => {
  const state = { open: 0, most: 0 };
  const { gateway } = await gatewayAt(
    (_, response) => {
      state.open += 1;
      state.most = Math.max(state.most, state.open);
      setTimeout(() => {
        state.open -= 1;
        json(response, { answer: 'released' });
      }, 20);
    },
    { concurrency: 4 },
  );
  const ids = Array.from({ length: 20 }, (_, n) => `o-${n}`);
  expect(new Set((await gateway.release('t', ids)).map(({ answer }) => answer))).toEqual(new Set(['released']));
  expect(state.most).toBe(4);
});

test('each call names its tenant, a request, a trace and the credential', async () => {
  const seen: Record<string, string | string[] | undefined>[] = [];
  const { gateway } = await gatewayAt(
    (request, response) => {
      seen.push(request.headers);
      json(response, { answers: ['known'] });
    },
    { token: 'secret' },
  );
  await gateway.check('acme', [pair]);
  await gateway.check('acme', [pair]);
  expect(seen[0]).toMatchObject({ 'x-tenant-id': 'acme', authorization: 'Bearer secret' });
  expect(seen[0]?.['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
  expect(seen[0]?.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  expect(seen[1]?.['x-request-id']).not.toBe(seen[0]?.['x-request-id']);
});

const line = { skuId: 's', hubId: 'h', quantity: 1 };
const isUpdate = (url: string | undefined): boolean => String(url).endsWith('/check-and-update');

const oddAnswers: Readonly<Record<string, RequestListener>> = {
  '"yes" for true': (_, response) => json(response, { available: 'yes' }),
  'a 1 for true': (_, response) => json(response, { available: 1 }),
  'nothing at all': (_, response) => void response.end(),
  'an error with a body that says yes': (_, response) => json(response, { available: true }, 500),
  HTML: (_, response) => void response.end('<html>{"available": true}</html>'),
  'a redirect to another address': (_, response) =>
    void response.writeHead(302, { Location: 'http://127.0.0.1:1/' }).end(),
  '10 MB': (_, response) => json(response, { available: true, more: 'x'.repeat(10_000_000) }),
  'a drip': (_, response) => drip(response),
};

for (const [what, listener] of Object.entries(oddAnswers)) {
  test(`ims: ${what} tells neither yes nor no`, async () => {
    const { url } = await gatewayAt((request, response) =>
      isUpdate(request.url) ? listener(request, response) : json(response, { is_valid: true }),
    );
    const lines = new ImsLineInventory(new InventoryHttp(url, { timeoutMs: 300 }));
    expect(await lines.deduct('t', { orderId: 'o', line })).toMatchObject({ answer: 'unknown_outcome' });
  });
}

const refusal =
  (status: number, body: string): RequestListener =>
  (_, response) =>
    void response.writeHead(status).end(body);

test.each([
  ['200 with HTML', refusal(200, '<html>'), 'unknown_outcome'],
  ['400 of a page before the service', refusal(400, '<html>Bad Request</html>'), 'unknown_outcome'],
  ['404 of a page before the service', refusal(404, '<!doctype html>'), 'unknown_outcome'],
  ['403', refusal(403, '{}'), 'unknown_outcome'],
  ['500', refusal(500, '{}'), 'unknown_outcome'],
  ['400 with a sentence', refusal(400, 'not enough'), 'insufficient'],
  ['404 with nothing', refusal(404, ''), 'unknown_item'],
  ['200 with nothing', refusal(200, ''), 'deducted'],
] as const)('wms: %s is read as it is meant', async (_, listener, expected) => {
  const { url } = await gatewayAt(listener);
  const lines = new WmsLineInventory(new InventoryHttp(url, { timeoutMs: 300 }));
  expect(await lines.deduct('t', { orderId: 'o', line })).toMatchObject({ answer: expected });
});

test('ims: what a service cannot validate was not asked for', async () => {
  const { url, calls } = await gatewayAt((_, response) => json(response, {}, 500));
  const lines = new ImsLineInventory(new InventoryHttp(url));
  expect(await lines.deduct('t', { orderId: 'o', line })).toMatchObject({ answer: 'not_attempted' });
  expect(calls.some(isUpdate)).toBe(false);
});
