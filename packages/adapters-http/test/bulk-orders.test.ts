import { eventually } from '@oms/core/contract';
import { expect, test } from 'vitest';
import { serveApi } from './serve-api.js';

const header = 'order_id,sku_id,quantity,seller_id,hub_id\n';
const csv = `${header}o-1,tea,1,s,north\no-2,tea,0,s,north\no-3,ghost,1,s,north\n`;
const asCsv = { body: csv, headers: { 'Content-Type': 'text/csv' } };

/** The API with its bulk worker at work, until the test ends. */
const serveWithWorker = async () => {
  const api = await serveApi({
    uploads: {
      open: async (filePath) => ({
        name: filePath,
        bytes: (async function* () {
          yield new TextEncoder().encode(csv);
        })(),
      }),
    },
  });
  const stop = new AbortController();
  const working = api.oms.workers.bulk.run(stop.signal);
  return {
    ...api,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await working;
      await api[Symbol.asyncDispose]();
    },
  };
};

type Api = Awaited<ReturnType<typeof serveWithWorker>>;

const completed = (api: Api, location: string) =>
  eventually(
    async () => {
      const { json } = await api.ask(location);
      expect(json.state).toBe('completed');
    },
    { withinMs: 5_000 },
  );

test('a file that is sent becomes orders, and its refused rows a report', async () => {
  await using api = await serveWithWorker();
  const file = await api.ask('/s3/filepath', asCsv);
  expect([file.status, Object.keys(file.json)]).toEqual([201, ['bucket', 'key', 'path', 'etag', 'size', 'sha256']]);
  const accepted = await api.ask('/orders/bulkorder', { json: { filePath: file.json.path, reference: 'spring' } });
  expect([accepted.status, accepted.json.state]).toEqual([202, 'accepted']);
  const location = accepted.headers.get('location') ?? '';
  expect(location).toBe(`/orders/bulkorder/${accepted.json.bulk_order_id}`);
  await completed(api, location);
  const { json: done } = await api.ask(location);
  expect(done).toMatchObject({
    reference: 'spring',
    progress: { rows_read: 3, orders_created: 1, orders_unchanged: 0, rows_rejected: 2 },
  });
  const report = await api.ask(done.rejections);
  expect(report.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(report.headers.get('content-disposition')).toMatch(
    /^attachment; filename="invalid_orders_\d{8}T\d{6}Z-.{8}\.csv"$/,
  );
  expect(report.text.split('\r\n').map((row) => row.split(',').slice(0, 8).join())).toEqual([
    'order_id,sku_id,quantity,seller_id,hub_id,rejected_row,rejected_column,rejected_code',
    'o-2,tea,0,s,north,3,quantity,invalid_quantity',
    'o-3,ghost,1,s,north,4,sku_id,unknown_item',
    '',
  ]);
  const listed = await api.ask(`/orders?bulk_order_id=${done.bulk_order_id}`);
  expect(listed.json.data).toMatchObject([{ order_id: 'o-1', source: { row: 2 } }]);
  expect((await api.ask('/orders/bulkorder?state=completed&limit=1')).json.data.length).toBe(1);
  const late = await api.ask(`${location}/cancel`, { method: 'POST' });
  expect([late.status, late.json.code]).toEqual([409, 'wrong_state']);
});

test('a file of the upload folder, and the same while it is unfinished, is one bulk order', async () => {
  await using api = await serveApi({
    uploads: {
      open: async (name) => ({
        name,
        bytes: (async function* () {
          yield new TextEncoder().encode(csv);
        })(),
      }),
    },
  });
  const [first, again] = [
    await api.ask('/orders/bulkorder', { json: { filePath: 'orders.csv', sellerID: 5 } }),
    await api.ask('/orders/bulkorder', { json: { filePath: 'orders.csv', sellerID: 5 } }),
  ];
  expect([first.status, again.status, again.json.bulk_order_id]).toEqual([202, 202, first.json.bulk_order_id]);
  const cancelled = await api.ask(`/orders/bulkorder/${first.json.bulk_order_id}/cancel`, { method: 'POST' });
  expect([cancelled.status, cancelled.json.state]).toEqual([200, 'cancelled']);
});

test('a form brings a file', async () => {
  await using api = await serveApi();
  const form = new FormData();
  form.set('note', 'ignored');
  form.set('file', new Blob([csv]), 'spring orders.csv');
  const { status, json } = await api.ask('/s3/filepath', { body: form });
  expect([status, json.size]).toEqual([201, csv.length]);
  expect(json.key).toContain('spring orders.csv');
  const empty = new FormData();
  empty.set('note', 'no file');
  const refused = await api.ask('/s3/filepath', { body: empty });
  expect([refused.status, refused.json.code]).toEqual([400, 'malformed_multipart']);
});

test('a file over the limit is refused, in a body and in a form, and nothing is stored', async () => {
  await using api = await serveApi({ maxUploadBytes: 1_000 });
  const big = 'x'.repeat(200_000);
  const form = new FormData();
  form.set('file', new Blob([big]), 'big.csv');
  for (const body of [big, form]) {
    const headers: Record<string, string> = typeof body === 'string' ? { 'Content-Type': 'text/csv' } : {};
    const { status, json } = await api.ask('/s3/filepath', { body, headers });
    expect([status, json.code]).toEqual([413, 'body_too_large']);
  }
  await expect(api.files.stat('t', 's3://oms-memory/t/1-upload.csv')).rejects.toMatchObject({ kind: 'not_found' });
});

test('the progress of a bulk order is followed to its end: state, rows, rate, refused', async () => {
  await using api = await serveApi();
  const { json: file } = await api.ask('/s3/filepath', asCsv);
  const { json: accepted } = await api.ask('/orders/bulkorder', { json: { filePath: file.path } });
  const { bulk_order_id: bulkOrderId, submitted_at } = accepted;
  const response = await fetch(`${api.url}/orders/bulkorder/${bulkOrderId}/events`, {
    headers: { 'X-Tenant-ID': 't' },
  });
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  expect(response.headers.get('cache-control')).toBe('no-store');
  const next = eventsOf(response);
  expect(await next()).toEqual({ state: 'queued', rows: 0, rate: undefined, refused: 0 });
  const startedAt = Date.parse(submitted_at) + 1_000;
  const taken = await api.bulkOrders.takeOver('t', bulkOrderId, { now: startedAt, leaseMs: 60_000 });
  if (taken.answer !== 'taken') throw new Error(taken.answer);
  expect(await next()).toEqual({ state: 'running', rows: 0, rate: undefined, refused: 0 });
  const progress = { row: 1_001, rowsRead: 1_000, ordersCreated: 990, ordersUnchanged: 0, rowsRejected: 10 };
  const checkpoint = { progress, rejections: [], now: startedAt + 2_000, leaseMs: 60_000 };
  await api.bulkOrders.checkpoint(taken.lease, checkpoint);
  expect(await next()).toEqual({ state: 'running', rows: 1_000, rate: 500, refused: 10 });
  await api.bulkOrders.finish(taken.lease, { state: 'completed', now: startedAt + 4_000 });
  expect(await next()).toEqual({ state: 'completed', rows: 1_000, rate: 250, refused: 10 });
  expect(await next()).toBe('the end');
});

test('nobody looks any more once nobody listens', async () => {
  await using api = await serveApi();
  const { json: file } = await api.ask('/s3/filepath', asCsv);
  const looks = new Map<string, number>();
  const get = api.bulkOrders.get.bind(api.bulkOrders);
  api.bulkOrders.get = (tenant, id) => {
    looks.set(id, (looks.get(id) ?? 0) + 1);
    return get(tenant, id);
  };
  const follow = async (reference: string) => {
    const { json } = await api.ask('/orders/bulkorder', { json: { filePath: file.path, reference } });
    const id: string = json.bulk_order_id;
    const listening = new AbortController();
    const headers = { 'X-Tenant-ID': 't' };
    await fetch(`${api.url}/orders/bulkorder/${id}/events`, { headers, signal: listening.signal });
    return { listening, looks: () => looks.get(id) ?? 0 };
  };
  const [left, heard] = [await follow('left'), await follow('heard')];
  left.listening.abort();
  await eventually(
    async () => {
      const [before, until] = [left.looks(), heard.looks() + 5];
      await eventually(() => expect(heard.looks()).toBeGreaterThan(until), { withinMs: 5_000 });
      expect(left.looks()).toBe(before);
    },
    { withinMs: 5_000 },
  );
  heard.listening.abort();
});

/** The progress that each event tells, one after another. */
const eventsOf = (response: Response) => {
  const pieces = (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const next = async (): Promise<unknown> => {
    const end = text.indexOf('\n\n');
    if (end === -1) {
      const { done, value } = await pieces.read();
      if (done) return 'the end';
      text += value;
      return next();
    }
    const [event, data] = text.slice(0, end).split('\n');
    text = text.slice(end + 2);
    if (event === ':') return next();
    expect(event).toBe('event: progress');
    const { state, progress, rows_per_second } = JSON.parse(data?.replace(/^data: /, '') ?? '');
    return { state, rows: progress.rows_read, rate: rows_per_second, refused: progress.rows_rejected };
  };
  return next;
};
