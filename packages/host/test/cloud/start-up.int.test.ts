import { connectMongo, ensureIndexes } from '@oms/adapters-mongo';
import { eventually } from '@oms/core/contract';
import { describe, expect, onTestFinished, test } from 'vitest';
import { titleOf } from '../../../../services/testing/stand-in.js';
import { askApi } from '../ask-api.js';
import { freePort } from '../free-port.js';
import { runOms } from '../run-oms.js';
import { startOms } from '../start-oms.js';
import { temporaryFolder } from '../temporary-folder.js';
import { findServers, settingsOf } from './cloud.js';
import { openRelay } from './relay.js';

const nowhere = 'http://127.0.0.1:1';

describe(`starting on ${titleOf('mongo')} and others`, async () => {
  const { addresses, missing } = await findServers();
  if (missing.length > 0) {
    test.skip(`skipped: ${missing.join('; ')}`, () => {});
    return;
  }

  const here = (more: Readonly<Record<string, string>> = {}) => ({
    folder: temporaryFolder(),
    env: { ...settingsOf(addresses), ...more },
  });

  test('a process waits for no server that its role does not use', { timeout: 60_000 }, async () => {
    const neither = here({ AWS_ENDPOINT_URL_S3: nowhere, AWS_ENDPOINT_URL_SQS: nowhere });
    const noFiles = here({ AWS_ENDPOINT_URL_S3: nowhere });
    const running = await Promise.all([
      startOms(['worker', 'confirm'], neither),
      startOms(['worker', 'retry'], neither),
      startOms(['worker', 'relay'], noFiles),
    ]);
    for (const { ops } of running) expect((await askApi(`${ops}/readyz`)).status).toBe(200);
    await Promise.all(running.map((one) => one.end('SIGTERM')));
    for (const [role, where] of Object.entries({ bulk: noFiles, relay: neither })) {
      const { status, stderr } = await runOms(['worker', role], {
        ...where,
        env: { ...where.env, OMS_STARTUP_TIMEOUT_MS: '1000', OMS_OPS_PORT: '0' },
      });
      expect([status, stderr]).toEqual([2, expect.stringMatching(/^oms: S(3|QS) at http:\/\/127\.0\.0\.1:1,/)]);
    }
  });

  test('a process that waits for a server is ready once the server is there', { timeout: 60_000 }, async () => {
    const [latePort, port] = [await freePort(), await freePort()];
    const late = `127.0.0.1:${latePort}`;
    const mongo = `mongodb://${late}/?directConnection=true`;
    const starting = startOms(['worker', 'retry'], here({ OMS_MONGO_URL: mongo, OMS_OPS_PORT: String(port) }));
    const readiness = async () => {
      const { status, json } = await askApi(`http://127.0.0.1:${port}/readyz`);
      return [status, json.problems?.[0] ?? 'ready'];
    };
    const waits = [503, expect.stringContaining(`waiting for MongoDB at ${late}: `)];
    await eventually(async () => expect(await readiness()).toEqual(waits), { withinMs: 20_000 });
    await openRelay(new URL(addresses.OMS_MONGO_URL ?? ''), latePort);
    await eventually(async () => expect(await readiness()).toEqual([200, 'ready']), { withinMs: 20_000 });
    await (await starting).end('SIGTERM');
  });

  test('what is expected and is not there is named, with how to make it', { timeout: 60_000 }, async () => {
    const where = here({ OMS_PROVISION: 'expect' });
    const prefix = where.env.OMS_KAFKA_TOPIC_PREFIX ?? '';
    const start = async () => {
      const { status, stderr } = await runOms(['worker', 'retry'], {
        ...where,
        env: { ...where.env, OMS_OPS_PORT: '0' },
      });
      expect(status).toBe(2);
      return stderr;
    };
    expect(await start()).toMatch(
      /^oms: MongoDB lacks the indexes orders\.by_tenant, .* ensureIndexes .*\(indexes_missing\)\n$/,
    );
    const { db, close } = await connectMongo(addresses.OMS_MONGO_URL ?? '', where.env.OMS_MONGO_DATABASE ?? '');
    onTestFinished(close);
    await ensureIndexes(db);
    const lacks = await start();
    expect(lacks).toMatch(/^oms: Kafka lacks the topics .*: make them with `oms topics ensure`.*\(topics_missing\)\n$/);
    expect(lacks).toContain(`${prefix}order.created, `);
    for (let n = 0; n < 2; n += 1) {
      const { status, stdout } = await runOms(['topics', 'ensure'], where);
      expect([status, stdout.split('\n')[0]]).toEqual([0, `${prefix}order.created`]);
      expect(stdout).toContain(`\n${prefix}order.cancelled.dead\n`);
    }
    const running = await startOms(['worker', 'retry'], where);
    expect((await running.end('SIGTERM')).status).toBe(0);
  });
});
