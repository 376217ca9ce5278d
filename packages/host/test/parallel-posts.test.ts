import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runOms } from './run-oms.js';
import { type RunningOms, startOms } from './start-oms.js';
import { temporaryFolderOfFile } from './temporary-folder.js';

const parallel = 1_000;
const folder = temporaryFolderOfFile();
let apis: readonly [RunningOms, RunningOms];

beforeAll(async () => {
  writeFileSync(join(folder(), 'stock.csv'), 'hub_id,sku_id,quantity\nnorth,tea,10\n');
  await runOms(['stock', 'load', 'stock.csv', '--tenant', 'acme'], { folder: folder() });
  apis = [await startOms(['api'], { folder: folder() }), await startOms(['api'], { folder: folder() })];
}, 60_000);

afterAll(() => Promise.all(apis.map((api) => api.end('SIGTERM'))));

interface Sent {
  readonly orderId?: string;
  readonly key?: string;
  readonly seller?: string;
}

const post = async ({ api }: RunningOms, { orderId, key, seller = 's' }: Sent) => {
  const order = { order_id: orderId, seller_id: seller, sku_id: 'tea', hub_id: 'north', quantity: 1 };
  const headers = { 'X-Tenant-ID': 'acme', 'Content-Type': 'application/json' };
  const response = await fetch(`${api}/orders`, {
    method: 'POST',
    headers: key === undefined ? headers : { ...headers, 'Idempotency-Key': key },
    body: JSON.stringify(order),
  });
  const text = await response.text();
  return {
    status: response.status,
    replayed: response.headers.get('idempotent-replayed'),
    text,
    json: JSON.parse(text),
  };
};

const stored = async (sellers: string): Promise<readonly { order_id: string }[]> => {
  const response = await fetch(`${apis[0].api}/orders?seller_id=${sellers}`, { headers: { 'X-Tenant-ID': 'acme' } });
  return ((await response.json()) as { data: { order_id: string }[] }).data;
};

type Answers = readonly Awaited<ReturnType<typeof post>>[];

/** One was created, and everybody who was not told to ask again got that one, whole. */
const expectOne = (answers: Answers, isByKey: boolean): void => {
  const [created, ...more] = answers.filter(({ status }) => status === 201);
  expect([more.length, created?.replayed]).toEqual([0, null]);
  for (const { status, replayed, text, json } of answers.filter((answer) => answer !== created)) {
    if (status === 200) expect([text, replayed]).toEqual([created?.text, isByKey ? 'true' : null]);
    else expect([isByKey, status, json.code]).toEqual([true, 409, 'request_in_flight']);
  }
};

test.each([
  ['an order id', { orderId: 'p-1', seller: 's-1' }],
  ['an Idempotency-Key', { key: 'k-2', seller: 's-2' }],
  ['both', { orderId: 'p-3', key: 'k-3', seller: 's-3' }],
])(
  '1,000 parallel requests with %s are one durable order, which all are answered',
  { timeout: 60_000 },
  async (...given) => {
    const [, sent] = given;
    const answers = await Promise.all(Array.from({ length: parallel }, () => post(apis[0], sent)));
    expectOne(answers, 'key' in sent);
    expect((await stored(sent.seller)).length).toBe(1);
    const again = await post(apis[0], sent);
    expect([again.status, again.replayed]).toEqual([200, 'key' in sent ? 'true' : null]);
  },
);

test('1,000 parallel requests under one Idempotency-Key, each with content of its own, are one order', {
  timeout: 60_000,
}, async () => {
  const send = (n: number) => post(apis[0], { key: 'k-4', seller: `s-4-${n}` });
  const answers = await Promise.all(Array.from({ length: parallel }, (_, n) => send(n)));
  expect(answers.filter(({ status }) => status === 201).length).toBe(1);
  const told = new Map([
    [409, 'request_in_flight'],
    [422, 'idempotency_key_reused'],
  ]);
  for (const { status, json } of answers) if (status !== 201) expect(json.code).toBe(told.get(status));
  const again = await Promise.all([send(parallel + 1), send(parallel + 2)]);
  expect(again.map(({ json }) => json.code)).toContain('idempotency_key_reused');
});

test('of two processes that take one request at once, the loser answers with the order of the winner', {
  timeout: 60_000,
}, async () => {
  for (let n = 0; n < 60; n += 1) {
    const sent = n % 2 === 0 ? { key: `two-${n}`, seller: 'two' } : { orderId: `two-${n}`, seller: 'two' };
    const answers = await Promise.all((n % 4 < 2 ? apis : apis.toReversed()).map((api) => post(api, sent)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 201]);
    expectOne(answers, 'key' in sent);
  }
});
