import { randomUUID } from 'node:crypto';
import type { Harness, OpenedBulkOrderRepo, OpenedClaimLedger, OpenedOrderRepo } from '@oms/core/contract';
import { MongoClient } from 'mongodb';
import { ensureIndexes, MongoBulkOrderRepo, MongoClaimLedger, MongoOrderRepo } from '../src/index.js';

const timeoutMs = 1_000;

/** A database of its own for each subject, and a client of its own for each instance. */
const openDatabases = async (url: string) => {
  const name = `oms-test-${randomUUID()}`;
  const clients: MongoClient[] = [];
  const another = async () => {
    const client = await MongoClient.connect(url, { serverSelectionTimeoutMS: timeoutMs });
    clients.push(client);
    return client.db(name);
  };
  const db = await another();
  await ensureIndexes(db);
  return {
    db,
    another,
    outage: () => clients[0]?.close() ?? Promise.resolve(),
    async close() {
      await (await another()).dropDatabase();
      await Promise.all(clients.map((client) => client.close()));
    },
  };
};

export const mongoOrderRepo = (url: string): Harness<OpenedOrderRepo> => ({
  async open() {
    const { db, another, outage, close } = await openDatabases(url);
    const again = async () => new MongoOrderRepo(await another(), { timeoutMs });
    return { subject: new MongoOrderRepo(db), again, outage, close };
  },
});

export const mongoBulkOrderRepo = (url: string): Harness<OpenedBulkOrderRepo> => ({
  async open() {
    const { db, another, outage, close } = await openDatabases(url);
    const again = async () => new MongoBulkOrderRepo(await another(), { timeoutMs });
    return { subject: new MongoBulkOrderRepo(db), again, outage, close };
  },
});

export const mongoClaimLedger = (url: string): Harness<OpenedClaimLedger> => ({
  async open() {
    const { db, another, outage, close } = await openDatabases(url);
    const again = async () => new MongoClaimLedger(await another(), { timeoutMs });
    return { subject: new MongoClaimLedger(db), again, outage, close };
  },
});
