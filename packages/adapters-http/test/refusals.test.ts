import { request } from 'node:http';
import { expect, test } from 'vitest';
import { type Ask, order, serveApi } from './serve-api.js';

const deep = `{"seller_id":"s","attributes":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`;
const line = { sku_id: 'tea', hub_id: 'north', quantity: 1 };
const json = (body: string): Ask => ({ body, headers: { 'Content-Type': 'application/json' } });
/** A flat order whose text has these fields as they stand, which count over those before them. */
const flat = (fields: string): Ask => json(`{"seller_id":"s","sku_id":"tea","hub_id":"north","quantity":1,${fields}}`);
const withLine = (parts: object): Ask => ({ json: order({ lines: [{ ...line, ...parts }] }) });

const refusals: readonly (readonly [what: string, path: string, ask: Ask, status: number, code: string])[] = [
  ['malformed JSON', '/orders', json('{"seller_id":'), 400, 'malformed_json'],
  ['an empty body', '/orders', json(''), 400, 'malformed_json'],
  [
    'bytes that are not UTF-8',
    '/orders',
    { ...json(''), body: Uint8Array.of(0x22, 0xff, 0x22) },
    400,
    'malformed_json',
  ],
  ['nesting 10,000 deep', '/orders', json(deep), 422, 'invalid_body'],
  ['nesting 10,000 deep with a long number', '/orders', json(deep.replace('1}', '1e1}')), 400, 'malformed_json'],
  ['a list', '/orders', { json: [] }, 422, 'invalid_body'],
  ['a string', '/orders', { json: 'order' }, 422, 'invalid_body'],
  ['null', '/orders', { json: null }, 422, 'invalid_body'],
  ['a quantity of 0', '/orders', withLine({ quantity: 0 }), 422, 'invalid_body'],
  ['a quantity of -1', '/orders', withLine({ quantity: -1 }), 422, 'invalid_body'],
  ['a quantity of 1.5', '/orders', withLine({ quantity: 1.5 }), 422, 'invalid_body'],
  ['a quantity of 2^53', '/orders', withLine({ quantity: 2 ** 53 }), 422, 'invalid_body'],
  ['a quantity of "2"', '/orders', withLine({ quantity: '2' }), 422, 'invalid_body'],
  ['a price of NaN', '/orders', json('{"seller_id":"s","sku_id":"tea","price":NaN}'), 400, 'malformed_json'],
  ['a price of "NaN"', '/orders', withLine({ price: 'NaN' }), 422, 'invalid_body'],
  ['a price of 1e309', '/orders', flat('"price":1e309'), 422, 'invalid_body'],
  ['a price of 20 decimals', '/orders', withLine({ price: '1.00000000000000000001' }), 422, 'invalid_body'],
  ['a price as a number of 20 decimals', '/orders', flat('"price":1.00000000000000000001'), 422, 'inexact_number'],
  ['a price as a number of 19 digits', '/orders', flat('"price":123456789012345.1234'), 422, 'inexact_number'],
  ['a price as a number that is too small', '/orders', flat('"price":1e-400'), 422, 'inexact_number'],
  ['a quantity of 20 decimals', '/orders', flat('"quantity":1.00000000000000000001'), 422, 'inexact_number'],
  ['an id as a number that is too large', '/orders', flat('"order_id":9007199254740993'), 422, 'inexact_number'],
  ['a price below 0', '/orders', withLine({ price: -1 }), 422, 'invalid_body'],
  ['a number that is no decimal in text', '/orders', withLine({ price: 1e21 }), 422, 'invalid_order'],
  ['a currency that is none', '/orders', withLine({ currency: 'XQZ' }), 422, 'invalid_order'],
  ['an unknown field', '/orders', { json: order({ colour: 'red' }) }, 422, 'invalid_body'],
  ['tenant_id in the body', '/orders', { json: order({ tenant_id: 'u' }) }, 422, 'invalid_body'],
  ['status in the body', '/orders', { json: order({ status: 'new_order' }) }, 422, 'invalid_body'],
  ['__proto__ in the body', '/orders', json('{"seller_id":"s","__proto__":{"a":1}}'), 422, 'invalid_body'],
  ['constructor in the body', '/orders', { json: order({ constructor: 1 }) }, 422, 'invalid_body'],
  ['lines and a flat line', '/orders', { json: order(line) }, 422, 'invalid_body'],
  ['no line at all', '/orders', { json: { seller_id: 's' } }, 422, 'invalid_body'],
  ['an empty list of lines', '/orders', { json: order({ lines: [] }) }, 422, 'invalid_body'],
  ['501 lines', '/orders', { json: order({ lines: Array.from({ length: 501 }, () => line) }) }, 422, 'invalid_body'],
  ['a reserved id', '/orders', { json: order({ order_id: 'counts' }) }, 422, 'invalid_order'],
  ['an id with a space', '/orders', { json: order({ order_id: 'a b' }) }, 422, 'invalid_body'],
  ['an id of 129 characters', '/orders', { json: order({ order_id: 'x'.repeat(129) }) }, 422, 'invalid_body'],
  ['attributes over 8 KiB', '/orders', { json: order({ attributes: { a: 'x'.repeat(9_000) } }) }, 422, 'invalid_order'],
  ['attributes that are no text', '/orders', { json: order({ attributes: { a: 1 } }) }, 422, 'invalid_body'],
  ['an unknown item', '/orders', withLine({ sku_id: 'ghost' }), 422, 'unknown_item'],
  ['no tenant', '/orders', { tenant: '' }, 400, 'missing_tenant'],
  ['an odd tenant', '/orders', { tenant: '../t' }, 400, 'invalid_tenant'],
  ['an over-long tenant', '/orders', { tenant: 'x'.repeat(129) }, 400, 'invalid_tenant'],
  [
    'a bad Idempotency-Key',
    '/orders',
    { json: order(), headers: { 'Idempotency-Key': 'a b' } },
    400,
    'invalid_idempotency_key',
  ],
  ['text/xml', '/orders', { body: '<a/>', headers: { 'Content-Type': 'text/xml' } }, 415, 'unsupported_media_type'],
  ['gzip', '/orders', { json: order(), headers: { 'Content-Encoding': 'gzip' } }, 415, 'unsupported_encoding'],
  [
    'a body over the limit',
    '/orders',
    { json: order({ attributes: { a: 'x'.repeat(2_000_000) } }) },
    413,
    'body_too_large',
  ],
  ['a query where there is none', '/orders?x=1', { json: order() }, 400, 'invalid_query'],
  ['limit 0', '/orders?limit=0', {}, 400, 'invalid_query'],
  ['limit 201', '/orders?limit=201', {}, 400, 'invalid_query'],
  ['limit 1e1', '/orders?limit=1e1', {}, 400, 'invalid_query'],
  ['a bad cursor', '/orders?cursor=nonsense', {}, 400, 'invalid_cursor'],
  ['30 February', '/orders?start_date=2026-02-30', {}, 400, 'invalid_query'],
  ['start after end', '/orders?start_date=2026-02-02&end_date=2026-02-01', {}, 400, 'invalid_query'],
  ['an operator in a query', '/orders?status[$ne]=x', {}, 400, 'invalid_query'],
  ['a repeated parameter', '/orders?status=on_hold&status=cancelled', {}, 400, 'invalid_query'],
  ['an unknown status', '/orders?status=open', {}, 400, 'invalid_query'],
  ['an unknown order', '/orders/o-404', {}, 404, 'order_not_found'],
  ['a broken path', '/orders/%ff', {}, 400, 'invalid_path'],
  ['an unknown route', '/order', {}, 404, 'route_not_found'],
  ['a wrong method', '/orders/counts', { method: 'DELETE' }, 405, 'method_not_allowed'],
  ['a command on an unknown order', '/orders/o-404/cancel', { method: 'POST' }, 404, 'order_not_found'],
  ['a bad If-Match', '/orders/o-1/hold', { method: 'POST', headers: { 'If-Match': 'W/"1"' } }, 400, 'invalid_if_match'],
  ['an unknown field of a command', '/orders/o-1/hold', { json: { why: 'x' } }, 422, 'invalid_body'],
  ['no hub', '/inventory/restocked', { json: { sku_id: 'tea' } }, 422, 'invalid_body'],
  ['an unknown bulk order', '/orders/bulkorder/b-404', {}, 404, 'bulk_order_not_found'],
  ['rejections of an unknown bulk order', '/orders/bulkorder/b-404/rejections', {}, 404, 'bulk_order_not_found'],
  ['events of an unknown bulk order', '/orders/bulkorder/b-404/events', {}, 404, 'bulk_order_not_found'],
  [
    'cancelling an unknown bulk order',
    '/orders/bulkorder/b-404/cancel',
    { method: 'POST' },
    404,
    'bulk_order_not_found',
  ],
  ['an unknown state', '/orders/bulkorder?state=open', {}, 400, 'invalid_query'],
  [
    "another tenant's file",
    '/orders/bulkorder',
    { json: { filePath: 's3://oms-memory/u/1-a.csv' } },
    403,
    'foreign_file',
  ],
  ['another bucket', '/orders/bulkorder', { json: { filePath: 's3://elsewhere/t/1-a.csv' } }, 403, 'foreign_file'],
  [
    'a file that is not there',
    '/orders/bulkorder',
    { json: { filePath: 's3://oms-memory/t/9-a.csv' } },
    404,
    'file_not_found',
  ],
  ['a plain path without a folder', '/orders/bulkorder', { json: { filePath: 'a.csv' } }, 422, 'invalid_file_path'],
  [
    'a form without a boundary',
    '/s3/filepath',
    { body: 'x', headers: { 'Content-Type': 'multipart/form-data' } },
    400,
    'malformed_multipart',
  ],
  ['an empty file', '/s3/filepath', { body: '', headers: { 'Content-Type': 'text/csv' } }, 422, 'empty_file'],
  [
    'a file of an unknown type',
    '/s3/filepath',
    { body: 'x', headers: { 'Content-Type': 'image/png' } },
    415,
    'unsupported_media_type',
  ],
];

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
