import { describe, expect, test } from 'vitest';
import { makeOrderFile } from '../order-file.js';
import { findServers, openCloud } from './cloud.js';
import { loadStock, submitFile, untilSettled } from './import-file.js';
import { verifyCloud } from './verify-cloud.js';

const tenantId = 'acme';
const kafkaAlone = { OMS_PROFILE: 'local', OMS_EVENTS: 'kafka' };

describe('Kafka alone, the rest on this machine', async () => {
  const { addresses, missing } = await findServers();
  if (missing.length > 0) {
    test.skip(`skipped: ${missing.join('; ')}`, () => {});
    return;
  }

  test('the main job, and the same file again', { timeout: 90_000 }, async () => {
    const cloud = await openCloud(addresses, kafkaAlone);
    const file = await makeOrderFile(cloud.folder, { seed: 921, rows: 1_000 });
    await loadStock(cloud, file);
    const oms = await cloud.start(['start']);
    for (let n = 0; n < 2; n += 1) {
      await submitFile(oms.api, cloud, file);
      await untilSettled(cloud, tenantId, 60_000);
      await verifyCloud(cloud, tenantId, [file]);
    }
    expect((await oms.end('SIGTERM')).status).toBe(0);
  });

  test('a consumer that cannot go on ends its process, which says why', { timeout: 90_000 }, async () => {
    const cloud = await openCloud(addresses, kafkaAlone);
    const confirm = await cloud.start(['worker', 'confirm']);
    const admin = cloud.container.get('kafka').kafka.admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [`${cloud.env.OMS_KAFKA_TOPIC_PREFIX}order.created`] });
    await admin.disconnect();
    expect((await confirm.ended).status).toBe(2);
    expect(confirm.stderr()).toMatch(/^oms: .*does not host this topic-partition.*\(event_bus_unavailable\)$/m);
  });
});
