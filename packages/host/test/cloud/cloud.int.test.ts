import type { Order } from '@oms/core';
import { SeededIds } from '@oms/core/memory';
import { describe, expect, test } from 'vitest';
import { titleOf } from '../../../../services/testing/stand-in.js';
import { makeOrderFile, type OrderFile } from '../order-file.js';
import type { RunningOms } from '../start-oms.js';
import { type Cloud, findServers, openCloud } from './cloud.js';
import { isSettled, loadStock, progressOf, submitFile, untilSettled } from './import-file.js';
import { verifyCloud } from './verify-cloud.js';

const tenantId = 'acme';
const rows = 20_000;
const seed = Number(process.env.OMS_TEST_SEED ?? 20_263);

/** The API, and two of each worker, each a process of its own. */
const everyProcess = [['api'], ...['bulk', 'confirm', 'retry', 'relay'].flatMap((role) => twice(['worker', role]))];

function twice(args: string[]): string[][] {
  return [args, args];
}

const versionOf = ({ orderId, version }: Order): string => `${orderId} ${version}`;

const importNext = async (cloud: Cloud, api: string, ofSeed: number): Promise<OrderFile> => {
  const file = await makeOrderFile(cloud.folder, { seed: ofSeed, rows: 600 });
  await loadStock(cloud, file);
  await submitFile(api, cloud, file);
  return file;
};

/** Waits for so much progress; false when everything was settled before. */
const comesTo = async (cloud: Cloud, progress: number): Promise<boolean> => {
  const goal = (await progressOf(cloud, tenantId)) + progress;
  while ((await progressOf(cloud, tenantId)) < goal) if (await isSettled(cloud, tenantId)) return false;
  return true;
};

describe(`on ${titleOf('mongo')}, kafka, redis, s3 and sqs`, async () => {
  const { addresses, missing } = await findServers();
  if (missing.length > 0) {
    test.skip(`skipped: ${missing.join('; ')}`, () => {});
    return;
  }

  test(`two of each worker make of ${rows} rows what they must become, and of the same file again nothing`, {
    timeout: 300_000,
  }, async () => {
    const cloud = await openCloud(addresses);
    const file = await makeOrderFile(cloud.folder, { seed, rows });
    await loadStock(cloud, file);
    const processes = await Promise.all(everyProcess.map((args) => cloud.start(args)));
    const { api } = processes[0] as RunningOms;
    await submitFile(api, cloud, file);
    await untilSettled(cloud, tenantId, 150_000);
    const stored = await verifyCloud(cloud, tenantId, [file]);
    expect(stored.orders.some(({ status }) => status === 'on_hold')).toBe(true);
    const events = (await cloud.events()).length;

    await submitFile(api, cloud, file);
    await untilSettled(cloud, tenantId, 60_000);
    const again = await verifyCloud(cloud, tenantId, [file]);
    expect(again.orders.map(versionOf)).toEqual(stored.orders.map(versionOf));
    expect(again.stock).toEqual(stored.stock);
    expect((await cloud.events()).length).toBe(events);

    const asked = performance.now();
    const ends = await Promise.all(processes.map((running) => running.end('SIGTERM')));
    expect(ends).toEqual(processes.map(() => ({ status: 0, signal: null })));
    expect(performance.now() - asked).toBeLessThan(10_000);
  });

  test(`workers killed at 30 points of progress lose nothing and do nothing twice (seed ${seed})`, {
    timeout: 300_000,
  }, async () => {
    const cloud = await openCloud(addresses, { OMS_CHUNK_ROWS: '50' });
    const chance = new SeededIds(seed);
    const api = await cloud.start(['api']);
    const roles = ['bulk', 'confirm', 'retry', 'relay'];
    const workers = new Map<string, RunningOms>();
    for (const role of roles) workers.set(role, await cloud.start(['worker', role]));
    const files: OrderFile[] = [];
    for (let kills = 0; kills < 30; ) {
      if (await isSettled(cloud, tenantId)) files.push(await importNext(cloud, api.api, seed + files.length));
      if (!(await comesTo(cloud, Math.floor(chance.random() * 200)))) continue;
      const role = roles[Math.floor(chance.random() * roles.length)] as string;
      await workers.get(role)?.end('SIGKILL');
      workers.set(role, await cloud.start(['worker', role]));
      kills += 1;
    }
    await untilSettled(cloud, tenantId, 90_000);
    await verifyCloud(cloud, tenantId, files);
    await Promise.all([api, ...workers.values()].map((running) => running.end('SIGTERM')));
  });
});
