import { eventually } from '@oms/core/contract';
import { describe, expect, test } from 'vitest';
import { titleOf } from '../../../../services/testing/stand-in.js';
import { makeOrderFile } from '../order-file.js';
import type { RunningOms } from '../start-oms.js';
import { findServers, openCloud } from './cloud.js';
import { loadStock, submitFile, untilSettled } from './import-file.js';
import { verifyCloud } from './verify-cloud.js';

const tenantId = 'acme';

/** Ends processes that are at work, as an orderly deployment does. */
const endAll = async (processes: readonly RunningOms[]): Promise<void> => {
  const askedAt = performance.now();
  const ends = await Promise.all(processes.map((running) => running.end('SIGTERM')));
  expect(performance.now() - askedAt).toBeLessThan(10_000);
  expect(ends).toEqual(processes.map(() => ({ status: 0, signal: null })));
};

describe(`SIGTERM, on ${titleOf('mongo')} and others`, async () => {
  const { addresses, missing } = await findServers();
  if (missing.length > 0) {
    test.skip(`skipped: ${missing.join('; ')}`, () => {});
    return;
  }

  test('workers that are ended in the middle go within 10 s, hand back what they have, and repeat nothing', {
    timeout: 180_000,
  }, async () => {
    const cloud = await openCloud(addresses, {
      OMS_CHUNK_ROWS: '50',
      OMS_KAFKA_PARTITIONS: '24',
      OMS_RECHECK_AFTER_MS: '600000',
      // Long enough that the relay publishes nothing that a worker at work has published.
      OMS_RELAY_AFTER_MS: '10000',
    });
    const { container } = cloud;
    const both = (role: string) => Promise.all([1, 2].map(() => cloud.start(['worker', role])));
    const importOf = async () => (await container.get('bulkOrders').list(tenantId, { limit: 1 }))[0];
    const awaiting = async () => (await container.get('orders').count(tenantId, {})).holds.awaiting_check ?? 0;
    const file = await makeOrderFile(cloud.folder, { seed: 931, rows: 5_000 });
    await loadStock(cloud, file);
    const api = await cloud.start(['api']);

    const bulk = await both('bulk');
    await submitFile(api.api, cloud, file);
    const hasBegun = async () => expect((await importOf())?.progress.rowsRead).toBeGreaterThan(0);
    await eventually(hasBegun, { withinMs: 30_000 });
    await endAll(bulk);
    expect((await importOf())?.state).not.toBe('completed');

    const others = await Promise.all([cloud.start(['worker', 'bulk']), cloud.start(['worker', 'relay'])]);
    const isPublished = async () => {
      expect((await importOf())?.state).toBe('completed');
      expect(await container.get('orders').countUnpublished()).toEqual({ orders: 0 });
    };
    await eventually(isPublished, { withinMs: 60_000 });
    const total = await awaiting();
    expect(await container.get('events').lag('confirm', ['order.created'])).toBe(total);

    // A batch of one partition at a time, so that there is always one at work.
    for (let left = total; left > total / 2; ) {
      const confirm = await cloud.start(['worker', 'confirm']);
      const before = left;
      await eventually(async () => expect(await awaiting()).toBeLessThan(before), { withinMs: 30_000 });
      await endAll([confirm]);
      left = await awaiting();
      expect(left).toBeGreaterThan(0);
      // Exactly those that nobody has settled come again.
      expect(await container.get('events').lag('confirm', ['order.created'])).toBe(left);
    }

    const again = [...(await both('confirm')), await cloud.start(['worker', 'retry'])];
    await untilSettled(cloud, tenantId, 60_000);
    await verifyCloud(cloud, tenantId, [file]);
    await endAll([api, ...others, ...again]);
  });
});
