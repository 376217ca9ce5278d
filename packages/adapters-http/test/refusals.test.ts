import { request } from 'node:http';
import { expect, test } from 'vitest';
import { flat, json, line, refusals, withLine } from './refusal-table.js';
import { order, serveApi } from './serve-api.js';

test.each(refusals)('%s is refused', async (...[, path, ask, status, code]) => {
  await using api = await serveApi();
  const answer = await api.ask(path, ask);
  expect([answer.status, answer.json?.code]).toEqual([status, code]);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.json).toMatchObject({ status, request_id: answer.headers.get('x-request-id') });
  expect(answer.json.detail).toMatch(/^\S.{10,}\.$/);
  expect(answer.text).not.toMatch(/node_modules|packages\/|\\n +at |Error:/);
  expect(api.errors).toEqual([]);
  if (status === 405) expect(answer.headers.get('allow')).toBe('GET, HEAD');
});

test('a problem names each field that is at fault', async () => {
  await using api = await serveApi();
  const { json: problem } = await api.ask('/orders', { json: order({ lines: [{ ...line, quantity: 0, colour: 1 }] }) });
  expect(problem.errors).toEqual([
    { field: 'lines.0.quantity', code: 'invalid_value', message: 'Is a whole number from 1 to 1000000.' },
    { field: 'lines.0.colour', code: 'unknown_field', message: 'There is no such field.' },
  ]);
  const { json: ruled } = await api.ask('/orders', withLine({ sku_id: 'ghost' }));
  expect(ruled.errors).toMatchObject([{ field: 'lines.0.sku_id', code: 'unknown_item' }]);
});

test('numbers that cannot be kept are named, and those that can are kept however they are written', async () => {
  await using api = await serveApi();
  const long = '10.12345678901234567890';
  const text = `{"seller_id":"s","lines":[{"sku_id":"tea","hub_id":"north","quantity":1,"price":${long}}],"attributes":{"a":"${long}"},"x":${long}}`;
  const { json: problem } = await api.ask('/orders', json(text));
  expect(problem.errors.map(({ field, code }: { field: string; code: string }) => [field, code])).toEqual([
    ['lines.0.price', 'inexact_number'],
    ['x', 'inexact_number'],
  ]);
  for (const [written, kept] of [
    ['10.500000000000000000000', '10.5'],
    ['1.05e1', '10.5'],
    ['1050E-2', '10.5'],
    ['99999999999.9999', '99999999999.9999'],
    ['0.0000000000000000000', '0'],
    ['-0.0e-99', '0'],
  ]) {
    const { status, json: created } = await api.ask('/orders', flat(`"price":${written}`));
    expect([written, status, created.lines?.[0].price]).toEqual([written, 201, kept]);
  }
});

test('a value of another type and one that is missing are told apart', async () => {
  await using api = await serveApi();
  const { json: problem } = await api.ask('/orders', { json: { lines: [{ ...line, quantity: '2' }] } });
  expect(problem.errors.map(({ field, code }: { field: string; code: string }) => [field, code])).toEqual([
    ['seller_id', 'missing_value'],
    ['lines.0.quantity', 'invalid_type'],
  ]);
});

test("another tenant's order is not there, in the same words as an unknown one", async () => {
  await using api = await serveApi();
  await api.ask('/orders', { json: order({ order_id: 'o-1' }) });
  const foreign = await api.ask('/orders/o-1', { tenant: 'u', headers: { 'X-Request-Id': 'r' } });
  const unknown = await api.ask('/orders/o-1', { tenant: 'v', headers: { 'X-Request-Id': 'r' } });
  expect([foreign.status, foreign.text]).toEqual([404, unknown.text]);
  await api.ask('/orders', { json: order({ order_id: 'o-2' }) });
  const { json: page } = await api.ask('/orders?limit=1');
  const stolen = await api.ask(`/orders?cursor=${page.next_cursor}`, { tenant: 'u' });
  expect([stolen.status, stolen.json.code]).toEqual([400, 'invalid_cursor']);
});

test('an empty file is refused in a form as well, and where it is in the store already', async () => {
  await using api = await serveApi();
  const form = new FormData();
  form.set('file', new Blob(['']), 'empty.csv');
  const sent = await api.ask('/s3/filepath', { body: form });
  expect([sent.status, sent.json.code]).toEqual([422, 'empty_file']);
  const { address } = await api.files.put('t', 'empty.csv', (async function* () {})());
  const submitted = await api.ask('/orders/bulkorder', { json: { filePath: address } });
  expect([submitted.status, submitted.json.code]).toEqual([422, 'empty_file']);
});

test('a repeated tenant is refused', async () => {
  await using api = await serveApi();
  const status = await new Promise((resolve) => {
    const asked = request(`${api.url}/orders`, { headers: ['X-Tenant-ID', 't', 'X-Tenant-ID', 'u', 'Host', 'x'] });
    asked.on('response', (response) => resolve(response.statusCode)).end();
  });
  expect(status).toBe(400);
});

test('a body over the limit that comes in chunks is refused while it comes', async () => {
  await using api = await serveApi({ maxBodyBytes: 1_000 });
  async function* body() {
    for (let n = 0; n < 50; n += 1) yield new Uint8Array(100).fill(0x20);
  }
  const { status, json: problem } = await api.ask('/orders', {
    body: body(),
    headers: { 'Content-Type': 'application/json' },
  });
  expect([status, problem.code]).toEqual([413, 'body_too_large']);
});

test('what goes wrong inside is told to nobody but the log', async () => {
  await using api = await serveApi();
  api.orders.getMany = async () => {
    throw new Error('secret at /etc/passwd');
  };
  const { status, json: problem, text } = await api.ask('/orders/o-1', { headers: { 'X-Request-Id': 'r-1' } });
  expect([status, problem.code, problem.request_id]).toEqual([500, 'internal_error', 'r-1']);
  expect(text).not.toContain('secret');
  expect(api.errors).toMatchObject([{ message: 'secret at /etc/passwd' }]);
});

test('a part that is down is 503 with Retry-After, and nothing is stored', async () => {
  await using api = await serveApi();
  const { OmsError } = await import('@oms/core');
  api.inventory.check = async () => {
    throw new OmsError('unavailable', 'inventory_unavailable', 'connect ECONNREFUSED 10.0.0.7', {
      retryAfterMs: 2_500,
    });
  };
  const answer = await api.ask('/orders', { json: order({ order_id: 'o-1' }) });
  expect([answer.status, answer.headers.get('retry-after'), answer.json.code]).toEqual([
    503,
    '3',
    'inventory_unavailable',
  ]);
  expect(answer.text).not.toContain('10.0.0.7');
  expect(api.errors).toMatchObject([{ message: 'connect ECONNREFUSED 10.0.0.7' }]);
  expect((await api.ask('/orders/o-1')).status).toBe(404);
});

test('a request id that could break a log line is replaced', async () => {
  await using api = await serveApi();
  const { headers } = await api.ask('/orders', { headers: { 'X-Request-Id': 'a"b{}' } });
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
});
