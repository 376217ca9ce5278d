import { appendFileSync } from 'node:fs';
import { eventually } from '@oms/core/contract';
import { describe, expect, onTestFailed, onTestFinished, test } from 'vitest';
import { titleOf } from '../../../../../services/testing/stand-in.js';
import { makeOrderFile, type OrderFile } from '../../order-file.js';
import { startInventory } from '../../start-inventory.js';
import { type Cloud, findServers, openCloud } from '../cloud.js';
import { loadStock, submitFile, untilSettled } from '../import-file.js';
import type { Passed, Relay } from '../relay.js';
import { sendLoad } from './chaos-load.js';
import type { ChaosServer } from './chaos-server.js';
import { type Fault, type FaultProxy, faults } from './fault-proxy.js';
import { type ProxiedServer, proxyOf } from './proxy-of.js';
import { verifyChaos } from './verify-chaos.js';

/** How long each fault lasts; `npm run chaos` takes longer ones. */
const faultMs = Number(process.env.OMS_TEST_FAULT_MS ?? 3_000);
const report = process.env.OMS_TEST_CHAOS_REPORT;
const toxiproxy = process.env.OMS_TEST_TOXIPROXY_URL ?? '';
const tenantId = 'acme';
const tea = 100_000;

/** Small chunks, so that an import is a long way; an inventory that is asked is asked each time. */
const quick = { OMS_CHUNK_ROWS: '10', OMS_PROBE_EVERY_MS: '1000' };

/** What a process is started with to go through the proxy. */
const behindProxy = async (
  cloud: Cloud,
  { setting }: ChaosServer,
  addresses: Readonly<Record<string, string>>,
): Promise<ProxiedServer> => {
  if (setting !== 'OMS_INVENTORY_URL') return proxyOf(toxiproxy, { setting, address: addresses[setting] ?? '' });
  const inventory = await startInventory(cloud.folder);
  onTestFinished(() => inventory.end());
  const proxied = await proxyOf(toxiproxy, { setting, address: inventory.url });
  return { ...proxied, settings: { ...proxied.settings, OMS_INVENTORY_CACHE: 'none' } };
};

const rowsDone = async ({ container }: Cloud, { sha256 }: OrderFile): Promise<number> => {
  const bulkOrders = await container.get('bulkOrders').list(tenantId, { limit: 10 });
  return bulkOrders.find(({ file }) => file.sha256 === sha256)?.progress.rowsRead ?? 0;
};

/** Whether anything waits for the server: a file without its job, events that are not published. */
const isWaitedFor = async ({ container }: Cloud): Promise<boolean> => {
  const accepted = await container.get('bulkOrders').list(tenantId, { limit: 10, state: 'accepted' });
  return accepted.length + (await container.get('orders').countUnpublished()).orders > 0;
};

/** Whether the fault met anything: a connection that it ended, an answer that it kept waiting. */
const hasMet = (fault: Fault, before: Passed, after: Passed): boolean => {
  if (fault === 'slow by 2 s') return after.answeredBytes > before.answeredBytes;
  return after.closed > before.closed && (fault === 'cut' || after.opened > before.opened);
};

interface Round {
  readonly cloud: Cloud;
  readonly api: string;
  readonly proxy: FaultProxy;
  readonly relay: Relay;
  readonly chaos: ChaosServer;
  readonly fault: Fault;
  readonly files: readonly [imported: OrderFile, sent: OrderFile];
}

/** One fault, from the first checkpoint of an import on: resolves with what was accepted, once all is settled. */
const endure = async ({ cloud, api, proxy, relay, chaos, fault, files }: Round): Promise<readonly string[]> => {
  const { server, answers: allowed, isFelt } = chaos;
  const [imported, sent] = files;
  await submitFile(api, cloud, imported);
  await eventually(async () => expect(await rowsDone(cloud, imported)).toBeGreaterThan(0), { withinMs: 20_000 });
  const before = relay.passed();
  await proxy.begin(fault);
  // A cut ends what is open as it begins.
  const begun = fault === 'cut' ? before : relay.passed();
  const rowsAtBegin = await rowsDone(cloud, imported);
  expect(rowsAtBegin, 'rows done when the fault began').toBeLessThan(imported.rows);
  const endAt = performance.now() + faultMs;
  const name = fault.replaceAll(' ', '-');
  const isOver = () => performance.now() > endAt;
  const sending = sendLoad({ api, folder: cloud.folder, file: sent, name, allowed, isOver });
  sending.catch(() => undefined);
  await eventually(() => expect(isOver()).toBe(true), { withinMs: faultMs + 1_000 });
  const waited = await isWaitedFor(cloud);
  expect(hasMet(fault, begun, relay.passed()), `${server}, ${fault}: met`).toBe(true);
  await proxy.end();
  const recoveredAt = performance.now();
  const load = await sending;
  await untilSettled(cloud, tenantId, 60_000);
  const statuses = Object.values(load.answers).flatMap((counts) => [...counts.keys()]);
  const wasFelt = waited || load.slowestMs > 1_500 || statuses.includes(503);
  if (isFelt && (fault === 'cut' || fault === 'slow by 2 s')) expect(wasFelt, `${server}, ${fault}: felt`).toBe(true);
  const answers = Object.fromEntries(
    Object.entries(load.answers).map(([kind, counts]) => [kind, Object.fromEntries(counts)]),
  );
  const settledAfterMs = Math.round(performance.now() - recoveredAt);
  const line = { server, fault, faultMs, answers, rowsAtBegin, slowestMs: Math.round(load.slowestMs), settledAfterMs };
  if (report !== undefined) appendFileSync(report, `${JSON.stringify(line)}\n`);
  return load.accepted;
};

/** Defines the test of one server. Each server has a file of its own: they mostly wait, and run side by side. */
export const endureFaults = (chaos: ChaosServer): void => {
  const named = chaos.server === 'MongoDB' ? titleOf('mongo') : chaos.server;
  describe(named, async () => {
    const { addresses, missing } = await findServers();
    if (missing.length > 0 || toxiproxy === '') {
      test.skip(`skipped: ${[...missing, 'OMS_TEST_TOXIPROXY_URL'].join('; ')}`, () => {});
      return;
    }
    test(
      `cut, slow, closing and resetting it costs no order, no row and no letter (${faultMs} ms each)`,
      {
        timeout: 300_000 + 5 * faultMs,
      },
      () => endureEach(chaos, addresses),
    );
  });
};

const endureEach = async (chaos: ChaosServer, addresses: Readonly<Record<string, string>>): Promise<void> => {
  const cloud = await openCloud(addresses, quick);
  const { proxy, relay, settings } = await behindProxy(cloud, chaos, addresses);
  const lines = [{ skuId: 'tea', hubId: 'north', quantity: tea }];
  await cloud.container.get('stock').deliver(tenantId, { sha256: 'tea' }, lines);
  const oms = await cloud.start(['start'], settings);
  onTestFailed(() => console.error(oms.stderr()));
  const files: OrderFile[] = [];
  const accepted: string[] = [];
  for (const [n, fault] of faults.entries()) {
    const imported = await makeOrderFile(cloud.folder, { seed: 500 + n, rows: 600 });
    const sent = await makeOrderFile(cloud.folder, { seed: 600 + n, rows: 60 });
    for (const file of [imported, sent]) await loadStock(cloud, file);
    files.push(imported, sent);
    accepted.push(...(await endure({ cloud, api: oms.api, proxy, relay, chaos, fault, files: [imported, sent] })));
  }
  await verifyChaos(cloud, { tenantId, files, accepted, tea });
  expect((await oms.end('SIGTERM')).status).toBe(0);
};
