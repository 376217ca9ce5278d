import { expect, test } from 'vitest';
import { order, serveApi } from './serve-api.js';

const withKeys = () =>
  serveApi({
    authenticator: {
      authenticate: async (credential) =>
        credential === 'secret' ? { actor: 'key:shop', mayActFor: (tenantId) => tenantId === 't' } : undefined,
    },
  });

test('a credential acts for its own tenants, under its own name', async () => {
  await using api = await withKeys();
  for (const headers of [{ Authorization: 'Bearer secret' }, { 'X-API-Key': 'secret' }]) {
    const { status, json } = await api.ask('/orders', { json: order({ order_id: 'o-1' }), headers });
    expect([200, 201]).toContain(status);
    expect(json.history[0].actor).toBe('key:shop');
  }
});

test('nobody is 401, another tenant 403', async () => {
  await using api = await withKeys();
  const nobody = await api.ask('/orders');
  expect([nobody.status, nobody.json.code, nobody.headers.get('www-authenticate')]).toEqual([
    401,
    'unauthenticated',
    'Bearer',
  ]);
  const wrong = await api.ask('/orders', { headers: { Authorization: 'Bearer wrong' } });
  expect(wrong.status).toBe(401);
  const foreign = await api.ask('/orders', { tenant: 'u', headers: { Authorization: 'Bearer secret' } });
  expect([foreign.status, foreign.json.code]).toEqual([403, 'foreign_tenant']);
});
