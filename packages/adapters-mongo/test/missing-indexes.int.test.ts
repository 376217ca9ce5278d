import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { onServer } from '../../../services/testing/on-server.js';
import { connectMongo, ensureIndexes, missingIndexes } from '../src/index.js';

onServer('mongo', ({ address }) => {
  const open = async () => {
    const { db, close } = await connectMongo(address, `oms-test-${randomUUID()}`);
    onTestFinished(async () => {
      await db.dropDatabase();
      await close();
    });
    return db;
  };

  test('indexes that are missing are named until they are made', async () => {
    const db = await open();
    const all = await missingIndexes(db);
    for (const name of [
      'orders.by_tenant',
      'orders.to_relay',
      'wait_groups.due',
      'bulk_orders.unfinished',
      'rejections.by_row',
    ])
      expect(all).toContain(name);
    await ensureIndexes(db);
    expect(await missingIndexes(db)).toEqual([]);
    await db.collection('orders').dropIndex('by_hub');
    expect(await missingIndexes(db)).toEqual(['orders.by_hub']);
  });

  test('an index of the same name that goes by something else, or is not unique, is missing', async () => {
    const db = await open();
    await db.collection('wait_groups').createIndex({ attempts: 1 }, { name: 'due' });
    await db.collection('bulk_orders').createIndex({ openIdentity: 1 }, { name: 'unfinished' });
    const missing = await missingIndexes(db);
    expect(missing).toContain('wait_groups.due');
    expect(missing).toContain('bulk_orders.unfinished');
  });
});
