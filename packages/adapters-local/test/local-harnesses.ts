import { readdir, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import type { OrderEventMessage } from '@oms/core';
import {
  anInsert,
  type Harness,
  messagesOf,
  type OpenedBulkOrderRepo,
  type OpenedClaimLedger,
  type OpenedFileStore,
  type OpenedInventoryGateway,
  type OpenedJobQueue,
  type OpenedOrderEventBus,
  type OpenedOrderRepo,
} from '@oms/core/contract';
import { DirectoryFileStore } from '../src/files/index.js';
import {
  SqliteBulkOrderRepo,
  SqliteClaimLedger,
  SqliteInventoryGateway,
  SqliteJobQueue,
  SqliteOrderEventBus,
  SqliteOrderRepo,
} from '../src/sqlite/index.js';
import { openDatabases } from './open-databases.js';
import { temporaryFolder } from './temporary-folder.js';

export const sqliteOrderRepo: Harness<OpenedOrderRepo> = {
  async open() {
    const { database, another, close } = await openDatabases();
    const again = async () => new SqliteOrderRepo(await another());
    return { subject: new SqliteOrderRepo(database), again, outage: () => database.close(), close };
  },
};

export const sqliteBulkOrderRepo: Harness<OpenedBulkOrderRepo> = {
  async open() {
    const { database, another, close } = await openDatabases();
    const again = async () => new SqliteBulkOrderRepo(await another());
    return { subject: new SqliteBulkOrderRepo(database), again, outage: () => database.close(), close };
  },
};

export const sqliteInventoryGateway: Harness<OpenedInventoryGateway> = {
  async open() {
    const { database, another, close } = await openDatabases();
    const subject = new SqliteInventoryGateway(database);
    let deliveries = 0;
    return {
      subject,
      again: async () => new SqliteInventoryGateway(await another()),
      async deliver(tenantId, lines) {
        deliveries += 1;
        await subject.deliver(tenantId, { sha256: `delivery-${deliveries}` }, lines);
      },
      outage: () => database.close(),
      close,
    };
  },
};

export const sqliteClaimLedger: Harness<OpenedClaimLedger> = {
  async open() {
    const { database, another, close } = await openDatabases();
    const again = async () => new SqliteClaimLedger(await another());
    return { subject: new SqliteClaimLedger(database), again, outage: () => database.close(), close };
  },
};

const queueOptions = { maxAttempts: 3, retryDelayMs: 10, visibilityMs: 300, pollMs: 5 };

export const sqliteJobQueue: Harness<OpenedJobQueue> = {
  async open() {
    const { database, another, close } = await openDatabases();
    const subject = new SqliteJobQueue(database, queueOptions);
    const again = async () => new SqliteJobQueue(await another(), queueOptions);
    return {
      subject,
      timings: { withinMs: 200, visibilityMs: 300, delayMs: 400, maxAttempts: 3 },
      again,
      sendBody: (body) => subject.sendBody(body),
      async crash() {
        await database.close();
        return again();
      },
      close,
    };
  },
};

const busOptions = { maxTries: 3, retryDelayMs: 10, leaseMs: 300, pollMs: 5 };

const refusable = (): OrderEventMessage => {
  const [message] = messagesOf(anInsert({}));
  return { ...(message as OrderEventMessage), schemaVersion: 2 as 1 };
};

export const sqliteOrderEventBus: Harness<OpenedOrderEventBus> = {
  async open() {
    const { database, another, close } = await openDatabases();
    const again = async () => new SqliteOrderEventBus(await another(), busOptions);
    return {
      subject: new SqliteOrderEventBus(database, busOptions),
      timings: { withinMs: 200, membershipMs: 300, maxTries: 3 },
      again,
      refusable,
      outage: () => database.close(),
      async crash() {
        await database.close();
        return again();
      },
      close,
    };
  },
};

const bucketAddress = 's3://oms-local/';

export const directoryFileStore: Harness<OpenedFileStore> = {
  async open() {
    const folder = temporaryFolder();
    return {
      subject: new DirectoryFileStore(folder.path),
      again: async () => new DirectoryFileStore(folder.path),
      replace: (address, content) => writeFile(join(folder.path, address.slice(bucketAddress.length)), content),
      async addresses() {
        const entries = await readdir(folder.path, { recursive: true, withFileTypes: true });
        const files = entries.filter((entry) => entry.isFile() && !basename(entry.name).startsWith('.'));
        return files.map(({ parentPath, name }) => bucketAddress + relative(folder.path, join(parentPath, name)));
      },
      close: async () => folder.remove(),
    };
  },
};
