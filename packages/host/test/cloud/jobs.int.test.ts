import { eventually } from '@oms/core/contract';
import { describe, expect, test } from 'vitest';
import { titleOf } from '../../../../services/testing/stand-in.js';
import { askApi } from '../ask-api.js';
import { makeOrderFile } from '../order-file.js';
import { runOms } from '../run-oms.js';
import { findServers, openCloud } from './cloud.js';
import { loadStock, submitFile, untilSettled } from './import-file.js';
import { sendBody, untilQueueIsEmpty } from './job-messages.js';
import { verifyCloud } from './verify-cloud.js';

const tenantId = 'acme';
const kind = 'process_bulk_order';

describe(`jobs, on ${titleOf('mongo')} and others`, async () => {
  const { addresses, missing } = await findServers();
  if (missing.length > 0) {
    test.skip(`skipped: ${missing.join('; ')}`, () => {});
    return;
  }

  test('a job that is there three times before anybody works is done once', { timeout: 90_000 }, async () => {
    const cloud = await openCloud(addresses);
    const file = await makeOrderFile(cloud.folder, { seed: 911, rows: 300 });
    await loadStock(cloud, file);
    const api = await cloud.start(['api']);
    await submitFile(api.api, cloud, file);
    const [bulkOrder] = await cloud.container.get('bulkOrders').list(tenantId, { limit: 1 });
    const job = { schemaVersion: 1, kind, tenantId, bulkOrderId: bulkOrder?.bulkOrderId ?? '' } as const;
    for (let n = 0; n < 2; n += 1) await cloud.container.get('jobs').send(job);
    const roles = ['bulk', 'bulk', 'confirm', 'relay'];
    const workers = await Promise.all(roles.map((role) => cloud.start(['worker', role])));
    await untilSettled(cloud, tenantId, 60_000);
    await untilQueueIsEmpty(cloud);
    await verifyCloud(cloud, tenantId, [file]);
    await Promise.all([api, ...workers].map((running) => running.end('SIGTERM')));
  });

  test("a job that names another tenant's bulk order is dead-lettered, and theirs is done as theirs", {
    timeout: 90_000,
  }, async () => {
    const cloud = await openCloud(addresses);
    const { container } = cloud;
    const tea = { skuId: 'tea', hubId: 'north', quantity: 10 };
    await container.get('stock').deliver('other', { sha256: 'tea' }, [tea]);
    const api = await cloud.start(['api']);
    const headers = { 'X-Tenant-ID': 'other' };
    const csv = 'order_id,sku_id,quantity,seller_id,hub_id\no-1,tea,1,s,north\n';
    const { json: file } = await askApi(`${api.api}/s3/filepath`, { csv, headers });
    const submitted = await askApi(`${api.api}/orders/bulkorder`, { json: { filePath: file.path }, headers });
    expect(submitted.status).toBe(202);
    const bulkOrderId = submitted.json.bulk_order_id;
    await container.get('jobs').send({ schemaVersion: 1, kind, tenantId, bulkOrderId });
    const workers = await Promise.all(['bulk', 'confirm'].map((role) => cloud.start(['worker', role])));
    await eventually(
      async () => {
        const dead = await container.get('jobs').listDead(10);
        expect(dead.map(({ reason }) => reason)).toEqual([`There is no bulk order ${bulkOrderId}.`]);
        expect((await container.get('orders').count('other', {})).status).toMatchObject({ new_order: 1, on_hold: 0 });
      },
      { withinMs: 60_000 },
    );
    expect((await container.get('orders').count(tenantId, {})).status).toEqual({
      on_hold: 0,
      new_order: 0,
      cancelled: 0,
    });
    expect(await container.get('bulkOrders').get(tenantId, bulkOrderId)).toBeUndefined();
    await Promise.all([api, ...workers].map((running) => running.end('SIGTERM')));
  });

  test('oms dead lists what was given up on Kafka and SQS, and hands it out again', { timeout: 90_000 }, async () => {
    const cloud = await openCloud(addresses);
    const { container, env } = cloud;
    const topic = `${env.OMS_KAFKA_TOPIC_PREFIX}order.created`;
    const messages = [{ key: 'a', value: 'no JSON', headers: { ce_type: 'order.created' } }];
    await container.get('kafka').producer.send((client) => client.send({ topic, messages }));
    await sendBody(cloud, '{"schemaVersion":9}');
    const bury = async () => {
      const workers = await Promise.all(['bulk', 'confirm'].map((role) => cloud.start(['worker', role])));
      await eventually(
        async () => {
          expect((await container.get('events').listDead(10)).length).toBe(1);
          expect((await container.get('jobs').listDead(10)).length).toBe(1);
        },
        { withinMs: 30_000 },
      );
      await Promise.all(workers.map((running) => running.end('SIGTERM')));
    };
    const oms = async (...args: string[]) => (await runOms(['dead', ...args], cloud)).stdout;
    await bury();
    const { events, jobs } = JSON.parse(await oms('list', '--json'));
    expect(events).toMatchObject([
      { group: 'confirm', type: 'order.created', body: 'no JSON', reason: 'unknown_schema' },
    ]);
    expect(jobs).toMatchObject([{ body: '{"schemaVersion":9}', reason: 'unknown_schema' }]);
    expect(await oms('redrive', events[0].deadId)).toBe('1 put back\n');
    expect(await oms('redrive', '--all')).toBe('1 put back\n');
    expect(await oms('list')).toBe('no dead letters\n');
    await bury();
  });
});
