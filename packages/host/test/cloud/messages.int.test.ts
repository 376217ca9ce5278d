import { PutObjectCommand } from '@aws-sdk/client-s3';
import { contentOf, type Order, type OrderEventMessage } from '@oms/core';
import { eventually } from '@oms/core/contract';
import { describe, expect, test } from 'vitest';
import { titleOf } from '../../../../services/testing/stand-in.js';
import { askApi } from '../ask-api.js';
import { makeOrderFile } from '../order-file.js';
import { type Cloud, findServers, openCloud } from './cloud.js';
import { loadStock, submitFile, untilSettled } from './import-file.js';
import { sendBody, untilQueueIsEmpty } from './job-messages.js';
import { verifyCloud } from './verify-cloud.js';

const tenantId = 'acme';
const versionOf = ({ orderId, version }: Order): string => `${orderId} ${version}`;
const order = { seller_id: 's', lines: [{ sku_id: 'tea', hub_id: 'north', quantity: 2 }] };

const withTea = async ({ container }: Cloud): Promise<void> => {
  const tea = { skuId: 'tea', hubId: 'north', quantity: 100 };
  await container.get('stock').deliver(tenantId, { sha256: 'tea' }, [tea]);
};

const untilCaughtUp = ({ container }: Cloud): Promise<void> =>
  eventually(async () => expect(await container.get('events').lag('confirm', ['order.created'])).toBe(0), {
    withinMs: 30_000,
  });

const eventsOf = async (cloud: Cloud): Promise<ReadonlySet<string>> =>
  new Set((await cloud.events()).map(({ id }) => id));

const isConfirmed = (api: string, orderId: string): Promise<void> =>
  eventually(async () => expect((await askApi(`${api}/orders/${orderId}`)).json.status).toBe('new_order'), {
    withinMs: 20_000,
  });

describe(`messages, on ${titleOf('mongo')} and others`, async () => {
  const { addresses, missing } = await findServers();
  if (missing.length > 0) {
    test.skip(`skipped: ${missing.join('; ')}`, () => {});
    return;
  }

  test('a topic read again from its beginning, and each job three times, change nothing', {
    timeout: 120_000,
  }, async () => {
    const cloud = await openCloud(addresses);
    const { container } = cloud;
    const file = await makeOrderFile(cloud.folder, { seed: 901, rows: 300 });
    await loadStock(cloud, file);
    const first = await cloud.start(['start']);
    await submitFile(first.api, cloud, file);
    await untilSettled(cloud, tenantId, 60_000);
    await first.end('SIGTERM');
    const before = await verifyCloud(cloud, tenantId, [file]);
    const events = await eventsOf(cloud);

    const admin = container.get('kafka').kafka.admin();
    await admin.connect();
    const prefix = cloud.env.OMS_KAFKA_TOPIC_PREFIX ?? '';
    await admin.resetOffsets({ groupId: `${prefix}confirm`, topic: `${prefix}order.created`, earliest: true });
    await admin.disconnect();
    const rewound = await container.get('events').lag('confirm', ['order.created']);
    expect(rewound).toBeGreaterThanOrEqual(before.orders.length);
    const [bulkOrder] = await container.get('bulkOrders').list(tenantId, { limit: 1 });
    const bulkOrderId = bulkOrder?.bulkOrderId ?? '';
    for (let n = 0; n < 3; n += 1) {
      await container.get('jobs').send({ schemaVersion: 1, kind: 'process_bulk_order', tenantId, bulkOrderId });
    }
    const second = await cloud.start(['start']);
    await untilCaughtUp(cloud);
    await untilQueueIsEmpty(cloud);
    await second.end('SIGTERM');
    const after = await verifyCloud(cloud, tenantId, [file]);
    expect(after.orders.map(versionOf)).toEqual(before.orders.map(versionOf));
    expect(after.stock).toEqual(before.stock);
    expect(await eventsOf(cloud)).toEqual(events);
  });

  test('what is no message of ours is dead-lettered with its reason, and everything else is done', {
    timeout: 120_000,
  }, async () => {
    const cloud = await openCloud(addresses);
    const { container } = cloud;
    await withTea(cloud);
    const oms = await cloud.start(['start']);
    const topic = `${cloud.env.OMS_KAFKA_TOPIC_PREFIX}order.created`;
    const { producer } = container.get('kafka');
    const ce_type = 'order.created';
    const messages = [
      { key: 'a', value: 'no JSON', headers: { ce_type } },
      { key: 'b', value: JSON.stringify({ schema_version: 9, order_id: 'o-9' }), headers: { ce_type } },
    ];
    await producer.send((client) => client.send({ topic, messages }));
    const foreign = { schemaVersion: 1, kind: 'process_bulk_order', tenantId, bulkOrderId: 'of-another-tenant' };
    for (const body of ['no JSON', '{"schemaVersion":9}', JSON.stringify({ ...foreign, file: 's3://elsewhere/a.csv' })])
      await sendBody(cloud, body);
    expect((await askApi(`${oms.api}/orders`, { json: { ...order, order_id: 'o-1' } })).status).toBe(201);
    await isConfirmed(oms.api, 'o-1');
    await eventually(
      async () => {
        const events = await container.get('events').listDead(10);
        expect(events.map(({ group, reason }) => [group, reason])).toEqual([
          ['confirm', 'unknown_schema'],
          ['confirm', 'unknown_schema'],
        ]);
        const jobs = await container.get('jobs').listDead(10);
        expect(jobs.map(({ reason }) => reason)).toEqual(['unknown_schema', 'unknown_schema', 'unknown_schema']);
      },
      { withinMs: 30_000 },
    );
    await oms.end('SIGTERM');
  });

  test('a forged event or job is dead-lettered; the stored order is what counts', { timeout: 120_000 }, async () => {
    const cloud = await openCloud(addresses);
    const { container } = cloud;
    await withTea(cloud);
    const api = await cloud.start(['api']);
    for (const orderId of ['o-1', 'o-2']) {
      expect((await askApi(`${api.api}/orders`, { json: { ...order, order_id: orderId } })).status).toBe(201);
    }
    const [stored] = await container.get('orders').getMany(tenantId, ['o-1']);
    if (stored === undefined) throw new Error('o-1 is not stored');
    const [line] = stored.lines;
    const forged: OrderEventMessage = {
      schemaVersion: 1,
      id: 'forged',
      type: 'order.created',
      tenantId,
      orderId: 'o-1',
      sequence: 1,
      time: stored.createdAt,
      status: 'on_hold',
      content: { ...contentOf(stored), lines: [{ skuId: 'tea', hubId: 'north', ...line, quantity: 50 }] },
    };
    const unknown = { ...forged, orderId: 'o-9', content: { ...forged.content, orderId: 'o-9' } };
    await container.get('events').publish([forged, unknown]);
    const job = { schemaVersion: 1, kind: 'process_bulk_order', tenantId, bulkOrderId: 'of-another-tenant' } as const;
    await container.get('jobs').send(job);
    const confirm = await cloud.start(['worker', 'confirm']);
    const bulk = await cloud.start(['worker', 'bulk']);
    for (const orderId of ['o-1', 'o-2']) await isConfirmed(api.api, orderId);
    await eventually(
      async () => {
        const events = await container.get('events').listDead(10);
        expect(events.map(({ reason }) => reason).toSorted()).toEqual([
          'It tells of other content than that of the order o-1.',
          'There is no order o-9.',
        ]);
        const jobs = await container.get('jobs').listDead(10);
        expect(jobs.map(({ reason }) => reason)).toEqual(['There is no bulk order of-another-tenant.']);
      },
      { withinMs: 60_000 },
    );
    expect((await cloud.stored(tenantId)).stock.get('north,tea')).toBe(96);
    await Promise.all([api, confirm, bulk].map((running) => running.end('SIGTERM')));
  });

  test('a file that is replaced between its submission and its turn fails its import, and never mixes', {
    timeout: 60_000,
  }, async () => {
    const cloud = await openCloud(addresses);
    await withTea(cloud);
    const api = await cloud.start(['api']);
    const csv = 'order_id,sku_id,quantity,seller_id,hub_id\no-1,tea,1,s,north\n';
    const { json: file } = await askApi(`${api.api}/s3/filepath`, { csv });
    const { json: bulkOrder } = await askApi(`${api.api}/orders/bulkorder`, { json: { filePath: file.path } });
    const at = { Bucket: file.bucket, Key: file.key };
    await cloud.container.get('s3').send(new PutObjectCommand({ ...at, Body: csv.replaceAll('o-1', 'o-2') }));
    const bulk = await cloud.start(['worker', 'bulk']);
    await eventually(
      async () => {
        const { json } = await askApi(`${api.api}/orders/bulkorder/${bulkOrder.bulk_order_id}`);
        expect([json.state, json.failure?.code]).toEqual(['failed', 'source_changed']);
      },
      { withinMs: 30_000 },
    );
    expect((await cloud.stored(tenantId)).orders).toEqual([]);
    await Promise.all([api.end('SIGTERM'), bulk.end('SIGTERM')]);
  });
});
