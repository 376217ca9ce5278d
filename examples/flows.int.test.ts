import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ServerName } from '../services/testing/containers.js';
import { findServer } from '../services/testing/find-server.js';
import { runFlow } from './run-flow.js';

/** Under the names that the services of these flows have for their servers. */
const names = {
  mongo: 'OMS_MONGO_URL',
  kafka: 'OMS_KAFKA_BROKERS',
  redis: 'OMS_REDIS_URL',
  s3: 'AWS_S3_ENDPOINT',
  sqs: 'LOCAL_SQS_ENDPOINT',
} as const satisfies Record<ServerName, string>;

describe('on MongoDB, Kafka, Redis, S3 and SQS', async () => {
  const settings: Record<string, string> = {};
  const missing: string[] = [];
  for (const [server, name] of Object.entries(names)) {
    const found = await findServer(server as ServerName);
    if ('missing' in found) missing.push(found.missing);
    else settings[name] = found.address;
  }
  if (missing.length > 0) test.skip(`skipped: ${missing.join('; ')}`, () => {});

  test.each(missing.length > 0 ? [] : ['ims-flow', 'wms-flow'])(
    '%s runs from its folder',
    {
      timeout: 120_000,
    },
    async (flow) => {
      const own = `t-${randomUUID()}`;
      const env = {
        ...settings,
        OMS_PROFILE: 'cloud',
        OMS_AUTH: 'none',
        OMS_MONGO_DATABASE: own,
        OMS_KAFKA_TOPIC_PREFIX: `${own}.`,
        OMS_S3_BUCKET: own,
        OMS_SQS_QUEUE: own,
        AWS_ACCESS_KEY_ID: process.env.AWS_ACCESS_KEY_ID ?? 'test',
        AWS_SECRET_ACCESS_KEY: process.env.AWS_SECRET_ACCESS_KEY ?? 'test',
        AWS_REGION: 'us-east-1',
      };
      const output = await runFlow(flow, env);
      expect(output).toMatch(/\norder\.created \{"tenantId"/);
      expect(output).toMatch(/and the stock is exact\.$/);
    },
  );
});
