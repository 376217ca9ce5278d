import { expect, test } from 'vitest';
import { eventually } from '../../src/contract/index.js';
import { OmsError, type Rejection } from '../../src/index.js';
import { context, memoryOms } from './memory-oms.js';
import { submitFile } from './submit-file.js';

const header = 'order_id,sku_id,quantity,seller_id,hub_id\n';
const file = `${header}a,tea,1,s,north\na,cup,1,s,north\nb,tea,0,s,north\nc,nothing,1,s,north\n,tea,2,s,north\n`;

type Setup = Awaited<ReturnType<typeof memoryOms>>;

const rejectionsOf = async ({ oms }: Setup, bulkOrderId: string): Promise<readonly Rejection[]> => {
  const all: Rejection[] = [];
  for await (const batch of oms.listRejections(context, { bulkOrderId })) all.push(...batch);
  return all;
};

test('good rows become orders, bad rows rejections with a report, and the counts say so', async () => {
  const setup = await memoryOms();
  const bulk = await submitFile(setup, file);
  expect(await setup.oms.processBulkOrder(bulk)).toEqual({ answer: 'done' });
  const done = await setup.oms.getBulkOrder(context, bulk);
  expect(done).toMatchObject({
    state: 'completed',
    progress: { row: 6, rowsRead: 5, ordersCreated: 2, ordersUnchanged: 0, rowsRejected: 2 },
  });
  expect((await rejectionsOf(setup, bulk.bulkOrderId)).map(({ row, code }) => [row, code])).toEqual([
    [4, 'invalid_quantity'],
    [5, 'unknown_item'],
  ]);
  expect(done.report).toMatch(/invalid_orders_\d{8}T\d{6}Z-[0-9a-f]{8}\.csv$/);
});

test('the same file again writes nothing new, and another reference means it', async () => {
  const setup = await memoryOms();
  await setup.oms.processBulkOrder(await submitFile(setup, file));
  const again = await submitFile(setup, file);
  await setup.oms.processBulkOrder(again);
  expect((await setup.oms.getBulkOrder(context, again)).progress).toMatchObject({
    ordersCreated: 0,
    ordersUnchanged: 2,
  });
  const meant = await submitFile(setup, `${header},tea,2,s,north\n`, { reference: 'second' });
  await setup.oms.processBulkOrder(meant);
  expect((await setup.oms.getBulkOrder(context, meant)).progress.ordersCreated).toBe(1);
});

test('submitting a file whose import is unfinished continues that one', async () => {
  const setup = await memoryOms();
  const first = await submitFile(setup, file);
  expect((await submitFile(setup, file)).bulkOrderId).toBe(first.bulkOrderId);
});

test('a file without a byte is refused, as it is uploaded and as it is submitted, and is not kept', async () => {
  const setup = await memoryOms();
  const empty = { kind: 'invalid', code: 'empty_file' };
  await expect(submitFile(setup, '')).rejects.toMatchObject(empty);
  await expect(setup.files.stat('t', 's3://oms-memory/t/1-orders.csv')).rejects.toMatchObject({ kind: 'not_found' });
  const { address } = await setup.files.put('t', 'orders.csv', (async function* () {})());
  await expect(setup.oms.submitBulkOrder(context, { address })).rejects.toMatchObject(empty);
  expect((await setup.oms.listBulkOrders(context, {})).bulkOrders).toEqual([]);
});

test('a crash between insert and checkpoint counts each order once, as created', async () => {
  const setup = await memoryOms();
  const bulk = await submitFile(setup, file);
  const checkpoint = setup.bulkOrders.checkpoint.bind(setup.bulkOrders);
  setup.bulkOrders.checkpoint = async () => {
    throw new Error('power cut');
  };
  expect(await setup.oms.processBulkOrder(bulk)).toMatchObject({ answer: 'postpone' });
  setup.bulkOrders.checkpoint = checkpoint;
  await setup.oms.processBulkOrder(bulk);
  const done = await setup.oms.getBulkOrder(context, bulk);
  expect(done).toMatchObject({
    state: 'completed',
    attempts: 0,
    progress: { rowsRead: 5, ordersCreated: 2, ordersUnchanged: 0, rowsRejected: 2 },
  });
});

test('a chunk that is stored is covered by no checkpoint while the one before it is not', async () => {
  const setup = await memoryOms();
  const bulk = await submitFile(setup, `${header}a,tea,1,s,north\nb,tea,1,s,north\nc,tea,1,s,north\nd,tea,1,s,north\n`);
  const insertMany = setup.orders.insertMany.bind(setup.orders);
  setup.orders.insertMany = async (tenantId, writes) => {
    if (writes[0]?.order.orderId === 'a') throw new OmsError('unavailable', 'order_repo_unavailable', 'It is away.');
    return insertMany(tenantId, writes);
  };
  expect(await setup.oms.processBulkOrder(bulk)).toMatchObject({ answer: 'postpone' });
  const stored = await setup.orders.getMany('t', ['a', 'b', 'c', 'd']);
  expect(stored.map((order) => order?.orderId)).toEqual([undefined, undefined, 'c', 'd']);
  expect((await setup.oms.getBulkOrder(context, bulk)).progress).toMatchObject({ rowsRead: 0, ordersCreated: 0 });
  setup.orders.insertMany = insertMany;
  await setup.oms.processBulkOrder(bulk);
  expect((await setup.oms.getBulkOrder(context, bulk)).progress).toMatchObject({ rowsRead: 4, ordersCreated: 4 });
});

const driverText = 'EIO /srv/secret/oms.db at 10.0.0.7';

test('a file that fails again and again without progress is given up, and the observer alone is told of what', async () => {
  const setup = await memoryOms();
  const bulk = await submitFile(setup, file);
  setup.bulkOrders.checkpoint = async () => {
    throw new Error(driverText);
  };
  await setup.oms.processBulkOrder(bulk);
  const { waitsFor } = await setup.oms.getBulkOrder(context, bulk);
  expect(waitsFor).toEqual({ code: 'unexpected', message: 'Something went wrong here; it is tried again.' });
  for (let i = 0; i < 4; i += 1) await setup.oms.processBulkOrder(bulk);
  expect(await setup.oms.getBulkOrder(context, bulk)).toMatchObject({
    state: 'failed',
    failure: {
      code: 'gave_up',
      message: 'Given up after 5 tries without progress; the log of the service tells why.',
    },
  });
  const told = setup.facts.filter(({ kind }) => kind === 'worker_failed');
  expect(told).toEqual(told.map(() => ({ kind: 'worker_failed', worker: 'bulk', error: new Error(driverText) })));
  expect(told.length).toBe(5);
});

test.each([
  ['inventory_unavailable', 'The inventory does not answer; the import goes on when it does.'],
  ['file_store_unavailable', 'The file store does not answer; the import goes on when it does.'],
  ['disk_full', 'The disk of the service is full; the import goes on when there is room.'],
  ['some_part_unavailable', 'A part of the service does not answer; the import goes on when it does.'],
])('an import that waits (%s) says for what, in words that are no driver’s', async (code, message) => {
  const setup = await memoryOms();
  const bulk = await submitFile(setup, file);
  setup.bulkOrders.checkpoint = async () => {
    throw new OmsError('unavailable', code, driverText);
  };
  await setup.oms.processBulkOrder(bulk);
  expect((await setup.oms.getBulkOrder(context, bulk)).waitsFor).toEqual({ code, message });
  expect(setup.facts).toContainEqual(expect.objectContaining({ kind: 'bulk_paused', code, reason: driverText }));
});

test('an outage of the inventory pauses the file, says so, and rejects no row', async () => {
  let isDown = true;
  const setup = await memoryOms({
    inventory: (real) => ({
      supports: real.supports,
      claim: real.claim.bind(real),
      release: real.release.bind(real),
      check: async (tenant, pairs) => {
        if (isDown) throw new OmsError('unavailable', 'inventory_unavailable', 'The inventory is down.');
        return real.check(tenant, pairs);
      },
    }),
  });
  const bulk = await submitFile(setup, file);
  expect(await setup.oms.processBulkOrder(bulk)).toEqual({ answer: 'postpone', afterMs: 30_000 });
  expect(await setup.oms.getBulkOrder(context, bulk)).toMatchObject({
    state: 'paused',
    attempts: 0,
    waitsFor: { code: 'inventory_unavailable' },
  });
  isDown = false;
  await setup.oms.processBulkOrder(bulk);
  expect((await setup.oms.getBulkOrder(context, bulk)).state).toBe('completed');
});

test('a file that changed since it was submitted fails, and never becomes a mix', async () => {
  const setup = await memoryOms();
  const bulk = await submitFile(setup, file);
  setup.files.replace(bulk.address, new TextEncoder().encode(`${header}x,tea,1,s,north\n`));
  await setup.oms.processBulkOrder(bulk);
  expect(await setup.oms.getBulkOrder(context, bulk)).toMatchObject({
    state: 'failed',
    failure: { code: 'source_changed' },
  });
  expect((await setup.oms.countOrders(context)).status.on_hold).toBe(0);
});

test.each([
  ['only a header', header, 'no_rows'],
  ['a missing column', 'order_id,sku_id\na,b\n', 'missing_column'],
  ['a repeated column', `${header.trim()},hub_id\na,tea,1,s,north,north\n`, 'repeated_column'],
  ['a quote as a header', '"order_id\n', 'unreadable_header'],
])('%s fails the file with a reason', async (_, text, code) => {
  const setup = await memoryOms();
  const bulk = await submitFile(setup, text);
  expect(await setup.oms.processBulkOrder(bulk)).toEqual({ answer: 'done' });
  expect(await setup.oms.getBulkOrder(context, bulk)).toMatchObject({ state: 'failed', failure: { code } });
});

test('a dry run makes the same report and stores no order', async () => {
  const setup = await memoryOms();
  const bulk = await submitFile(setup, file, { dryRun: true });
  await setup.oms.processBulkOrder(bulk);
  expect(await setup.oms.getBulkOrder(context, bulk)).toMatchObject({
    state: 'completed',
    progress: { ordersCreated: 2, rowsRejected: 2 },
  });
  expect((await setup.oms.countOrders(context)).status.on_hold).toBe(0);
});

test('a stored order is never refused for an item the inventory has forgotten, and other content is a conflict', async () => {
  let isForgotten = false;
  const setup = await memoryOms({
    inventory: (real) => ({
      supports: real.supports,
      claim: real.claim.bind(real),
      release: real.release.bind(real),
      check: async (tenant, pairs) => (isForgotten ? pairs.map(() => 'unknown') : real.check(tenant, pairs)),
    }),
  });
  await setup.oms.processBulkOrder(await submitFile(setup, `${header}a,tea,1,s,north\n`));
  isForgotten = true;
  const again = await submitFile(setup, `${header}a,tea,1,s,north\n`);
  await setup.oms.processBulkOrder(again);
  expect((await setup.oms.getBulkOrder(context, again)).progress).toMatchObject({
    ordersUnchanged: 1,
    rowsRejected: 0,
  });
  const other = await submitFile(setup, `${header}a,tea,9,s,north\n`);
  await setup.oms.processBulkOrder(other);
  expect((await rejectionsOf(setup, other.bulkOrderId)).map(({ code }) => code)).toEqual(['order_conflict']);
});

test('a cancelled import stops at its checkpoint and its orders stay', async () => {
  const setup = await memoryOms();
  const bulk = await submitFile(setup, file);
  await setup.oms.cancelBulkOrder(context, bulk);
  await setup.oms.processBulkOrder(bulk);
  expect((await setup.oms.getBulkOrder(context, bulk)).state).toBe('cancelled');
  expect((await setup.oms.cancelBulkOrder(context, bulk)).state).toBe('cancelled');
});

test('a worker that is told to stop hands the file back, and the next goes on', async () => {
  const setup = await memoryOms();
  const bulk = await submitFile(setup, file);
  let chunks = 0;
  const isStopping = () => {
    chunks += 1;
    return chunks > 1;
  };
  expect(await setup.oms.processBulkOrder({ ...bulk, isStopping })).toEqual({ answer: 'postpone', afterMs: 0 });
  expect(await setup.oms.getBulkOrder(context, bulk)).toMatchObject({ state: 'queued', progress: { row: 3 } });
  await setup.oms.processBulkOrder(bulk);
  expect((await setup.oms.getBulkOrder(context, bulk)).progress).toMatchObject({ rowsRead: 5, ordersCreated: 2 });
});

test('a lost job is sent again by the sweeper, and one at work is left alone', async () => {
  const setup = await memoryOms();
  const bulk = await submitFile(setup, file);
  expect(await setup.oms.sweepBulkOrders()).toBe(1);
  await setup.bulkOrders.takeOver('t', bulk.bulkOrderId, { now: setup.clock.now(), leaseMs: 1_000 });
  expect(await setup.oms.sweepBulkOrders()).toBe(0);
});

test('a bulk order is followed, told whenever it has changed, until it has ended', async () => {
  const setup = await memoryOms();
  const bulk = await submitFile(setup, file);
  const looks: string[] = [];
  const following = setup.oms.followBulkOrder(context, {
    ...bulk,
    everyMs: 100,
    onLook: ({ state }, hasChanged) => void looks.push(`${state}${hasChanged ? '' : ' still'}`),
  });
  const look = async (count: number) => {
    await eventually(() => expect(looks.length).toBe(count), { withinMs: 1_000 });
    await new Promise((resolve) => setImmediate(resolve));
  };
  await look(1);
  setup.clock.advance(99);
  await look(1);
  setup.clock.advance(1);
  await look(2);
  await setup.oms.processBulkOrder(bulk);
  setup.clock.advance(100);
  expect((await following).state).toBe('completed');
  expect(looks).toEqual(['queued', 'queued still', 'completed']);
});

test('following ends when it is told to, and for what is not there at once', async () => {
  const setup = await memoryOms();
  const stop = new AbortController();
  const bulk = await submitFile(setup, file);
  const following = setup.oms.followBulkOrder(context, { ...bulk, stop: stop.signal, onLook: () => stop.abort() });
  expect((await following).state).toBe('queued');
  const missing = setup.oms.followBulkOrder(context, { bulkOrderId: 'none', onLook: () => undefined });
  await expect(missing).rejects.toMatchObject({ kind: 'not_found', code: 'bulk_order_not_found' });
});
