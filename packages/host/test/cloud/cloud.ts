import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { openDatabase, SqliteInventoryGateway } from '@oms/adapters-local/sqlite';
import { type OrderEventMessage, orderEventTypes } from '@oms/core';
import { onTestFinished } from 'vitest';
import { findServer } from '../../../../services/testing/find-server.js';
import { createContainer, type OmsContainer, parseConfig } from '../../src/index.js';
import { allOrders } from '../all-orders.js';
import { allStock } from '../all-stock.js';
import { type RunningOms, startOms } from '../start-oms.js';
import { temporaryFolder } from '../temporary-folder.js';
import type { Stored } from '../verify-stored.js';

/** Where the servers are, by the settings that name them; what is missing, when one is. */
export const findServers = async () => {
  const settings = {
    OMS_MONGO_URL: await findServer('mongo'),
    OMS_KAFKA_BROKERS: await findServer('kafka'),
    OMS_REDIS_URL: await findServer('redis'),
    AWS_ENDPOINT_URL_S3: await findServer('s3'),
    AWS_ENDPOINT_URL_SQS: await findServer('sqs'),
  };
  const missing = Object.values(settings).flatMap((found) => ('missing' in found ? [found.missing] : []));
  const addresses = Object.entries(settings).map(([name, found]) => [name, 'address' in found ? found.address : '']);
  return { missing, addresses: Object.fromEntries(addresses) as Readonly<Record<string, string>> };
};

const keyOfTests = () => ({
  AWS_ACCESS_KEY_ID: process.env.AWS_ACCESS_KEY_ID ?? 'test',
  AWS_SECRET_ACCESS_KEY: process.env.AWS_SECRET_ACCESS_KEY ?? 'test',
});

/** A deployment of its own on the servers, for one test. */
export interface Cloud {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** The same ports as the processes have, to look at what is stored and to meddle. */
  readonly container: OmsContainer;
  start(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<RunningOms>;
  stored(tenantId: string): Promise<Stored>;
  /** Every event that was ever published, in the order in which a group of its own is handed them, without repeats. */
  events(): Promise<readonly OrderEventMessage[]>;
}

/** Settings of a deployment of its own on the servers. */
export const settingsOf = (
  addresses: Readonly<Record<string, string>>,
  settings: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> => {
  const name = `t-${randomUUID()}`;
  return {
    OMS_PROFILE: 'cloud',
    OMS_AUTH: 'none',
    OMS_MONGO_DATABASE: name,
    OMS_KAFKA_TOPIC_PREFIX: `${name}.`,
    OMS_KAFKA_PARTITIONS: '3',
    OMS_KAFKA_SESSION_MS: '1500',
    OMS_S3_BUCKET: name,
    OMS_SQS_QUEUE: name,
    OMS_SQS_VISIBILITY_MS: '2000',
    OMS_RETRY_BASE_MS: '60000',
    ...keyOfTests(),
    ...addresses,
    ...settings,
  };
};

export const openCloud = async (
  addresses: Readonly<Record<string, string>>,
  settings: Readonly<Record<string, string>> = {},
): Promise<Cloud> => {
  const folder = temporaryFolder();
  const env = settingsOf(addresses, settings);
  const own = parseConfig({ ...env, OMS_DATA_DIR: join(folder, 'data') });
  const container = await createContainer(own);
  onTestFinished(() => container.unbindAllAsync());
  return {
    folder,
    env,
    container,
    start: (args, more = {}) => startOms(args, { folder, env: { ...env, ...more } }),
    stored: async (tenantId) => ({
      orders: await allOrders(container.get('orders'), tenantId),
      stock: await stockIn(join(folder, 'data', 'oms.db'), tenantId),
    }),
    events: () => allEvents(container),
  };
};

const stockIn = async (path: string, tenantId: string): Promise<ReadonlyMap<string, number>> => {
  const database = await openDatabase(path);
  try {
    return await allStock(new SqliteInventoryGateway(database), tenantId);
  } finally {
    await database.close();
  }
};

const allEvents = async (container: OmsContainer): Promise<readonly OrderEventMessage[]> => {
  const events = container.get('events');
  const group = `probe-${randomUUID()}`;
  const stop = new AbortController();
  const first = new Map<string, OrderEventMessage>();
  let seen = 0;
  const handler = async (messages: readonly OrderEventMessage[]) => {
    seen += messages.length;
    for (const message of messages) if (!first.has(message.id)) first.set(message.id, message);
    return messages.map(() => ({ answer: 'done' as const }));
  };
  const total = await events.lag(group, orderEventTypes);
  const running = events.subscribe(group, { types: orderEventTypes }, handler, stop.signal);
  while (seen < total) await new Promise((resolve) => setTimeout(resolve, 50));
  stop.abort();
  await running;
  return [...first.values()];
};
