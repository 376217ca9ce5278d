import { eventually } from '@oms/core/contract';
import { expect, test } from 'vitest';
import type { RateLimit } from '../src/api/index.js';
import { order, serveApi } from './serve-api.js';

/** Two tenants' credentials, and what is counted under which key. */
const limited = async (rateLimit: RateLimit, names: readonly string[] = ['shop', 'till']) =>
  serveApi({
    rateLimit,
    authenticator: {
      authenticate: async (credential) =>
        names.includes(credential ?? '')
          ? { actor: 'key', credentialId: credential as string, mayActFor: () => true }
          : undefined,
    },
  });

const as = (credential: string) => ({ headers: { Authorization: `Bearer ${credential}` } });

test('a credential that asks too often is told when to come back; another one is not kept', async () => {
  await using api = await limited({ requests: 2, windowMs: 30_000 });
  for (let n = 0; n < 2; n += 1) expect((await api.ask('/orders', as('shop'))).status).toBe(200);
  const { status, headers, json } = await api.ask('/orders', as('shop'));
  expect(status).toBe(429);
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(json).toEqual({
    type: 'about:blank',
    title: 'Too Many Requests',
    status: 429,
    code: 'too_many_requests',
    detail: expect.any(String),
    request_id: headers.get('x-request-id'),
  });
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(20);
  expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(30);
  expect((await api.ask('/orders', as('till'))).status).toBe(200);
});

test('the limit is over all routes and tenants of a credential, and nothing is done beyond it', async () => {
  await using api = await limited({ requests: 2 });
  await api.ask('/api/v1/orders/counts', { ...as('shop'), tenant: 't' });
  await api.ask('/orders', { ...as('shop'), tenant: 'u' });
  const refused = await api.ask('/orders', { ...as('shop'), json: order({ order_id: 'o-1' }) });
  expect(refused.status).toBe(429);
  expect(await api.orders.getMany('t', ['o-1'])).toEqual([undefined]);
});

test('a window ends', async () => {
  await using api = await limited({ requests: 1, windowMs: 300 });
  const answers = (expected: number) =>
    eventually(async () => expect((await api.ask('/orders', as('shop'))).status).toBe(expected), { withinMs: 3_000 });
  await answers(200);
  await answers(429);
  await answers(200);
});

test('who has no credential is counted by address, and so is who guesses', async () => {
  await using api = await limited({ requests: 2 });
  expect((await api.ask('/orders')).status).toBe(401);
  expect((await api.ask('/orders', as('guess-1'))).status).toBe(401);
  expect((await api.ask('/orders', as('guess-2'))).status).toBe(429);
  expect((await api.ask('/orders', as('shop'))).status).toBe(200);
});

test('where anybody may ask everybody is counted by address, whatever else they send', async () => {
  const keys: string[] = [];
  const count = async (key: string) => ({ requests: keys.push(key), endsAt: new Date() });
  await using api = await serveApi({ rateLimit: { requests: 2, counter: { count } } });
  expect((await api.ask('/orders')).status).toBe(200);
  expect((await api.ask('/orders', { ...as('x'), tenant: 'u' })).status).toBe(200);
  const forged = { ...as('y').headers, 'X-Forwarded-For': '10.9.8.7', Forwarded: 'for=10.9.8.7' };
  expect((await api.ask('/orders', { headers: forged })).status).toBe(429);
  expect(new Set(keys)).toEqual(new Set(['address:127.0.0.1']));
});

test('what is no tenant’s data is not counted', async () => {
  await using api = await serveApi({ rateLimit: { requests: 1 } });
  for (const path of ['/healthz', '/openapi.json', '/swagger/index.html', '/healthz'])
    expect((await api.ask(path, { tenant: '' })).status).toBe(200);
});

test('a counter of one’s own counts, and when it fails requests go through', async () => {
  const counted: string[] = [];
  const counter = {
    count: async (key: string, windowMs: number) => {
      counted.push(`${key} ${windowMs}`);
      if (counted.length > 2) throw new Error('It is away.');
      return { requests: counted.length, endsAt: new Date(Date.now() + 7_000) };
    },
  };
  await using api = await limited({ requests: 1, windowMs: 9_000, counter });
  expect((await api.ask('/orders', as('shop'))).status).toBe(200);
  const refused = await api.ask('/orders', as('shop'));
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '7']);
  expect((await api.ask('/orders', as('shop'))).status).toBe(200);
  expect((await api.ask('/orders')).status).toBe(401);
  expect(counted.slice(0, 3)).toEqual(Array(3).fill('principal:shop 9000'));
  expect(counted[3]).toMatch(/^address:.*127\.0\.0\.1 9000$/);
  expect(api.errors).toEqual([]);
});
