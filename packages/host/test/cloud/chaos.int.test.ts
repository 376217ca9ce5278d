import { appendFileSync } from 'node:fs';
import { expect, onTestFailed, test } from 'vitest';
import { askApi } from '../ask-api.js';
import { makeOrderFile } from '../order-file.js';
import { findServers, openCloud } from './cloud.js';
import { type Fault, type FaultProxy, faults, openFaultProxy } from './fault-proxy.js';
import { loadStock, submitFile, untilSettled } from './import-file.js';

/** How long each fault lasts; `npm run chaos` takes longer ones. */
const faultMs = Number(process.env.OMS_TEST_FAULT_MS ?? 3_000);
const report = process.env.OMS_TEST_CHAOS_REPORT;
const toxiproxy = process.env.OMS_TEST_TOXIPROXY_URL ?? '';
const tenantId = 'acme';

/** What the API answers while a server is away: without the store nothing can be accepted, without the others everything. */
const servers = [
  { server: 'MongoDB', setting: 'OMS_MONGO_URL', answers: [201, 503] },
  { server: 'Kafka', setting: 'OMS_KAFKA_BROKERS', answers: [201] },
  { server: 'Redis', setting: 'OMS_REDIS_URL', answers: [201] },
  { server: 'S3', setting: 'AWS_ENDPOINT_URL_S3', answers: [201] },
  { server: 'SQS', setting: 'AWS_ENDPOINT_URL_SQS', answers: [201] },
] as const;

const hostOf = /(?<=\/\/|@|^)[\d.]+:\d+/;

/** The settings with a proxy in front of one server. */
const withProxy = async (addresses: Readonly<Record<string, string>>, setting: string) => {
  const address = addresses[setting] ?? '';
  const name = `${setting}-${process.pid}-${faultMs}`;
  if (setting === 'OMS_KAFKA_BROKERS') {
    const upstream = process.env.OMS_TEST_KAFKA_BEHIND_PROXY ?? '';
    const listen = process.env.OMS_TEST_KAFKA_PROXY ?? '';
    const proxy = await openFaultProxy(toxiproxy, { name, upstream, listen });
    return { proxy, settings: { [setting]: listen } };
  }
  const [upstream = ''] = hostOf.exec(address) ?? [];
  const proxy = await openFaultProxy(toxiproxy, { name, upstream });
  return { proxy, settings: { [setting]: address.replace(hostOf, proxy.address) } };
};

interface Tally {
  readonly statuses: Map<number, number>;
  slowestMs: number;
}

/** Sends orders one after another, each until it is accepted, while a fault lasts. */
const orderDuring = async (api: string, proxy: FaultProxy, fault: Fault): Promise<Tally> => {
  const tally: Tally = { statuses: new Map(), slowestMs: 0 };
  const endAt = performance.now() + faultMs;
  await proxy.begin(fault);
  const send = async (lane: number) => {
    for (let n = 0; performance.now() < endAt; n += 1) {
      const json = {
        order_id: `${fault.replaceAll(' ', '-')}-${lane}-${n}`,
        seller_id: 's',
        lines: [{ sku_id: 'tea', hub_id: 'north', quantity: 1 }],
      };
      const startedAt = performance.now();
      const { status } = await askApi(`${api}/orders`, { json });
      tally.slowestMs = Math.max(tally.slowestMs, performance.now() - startedAt);
      tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + 1);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  await Promise.all([send(1), send(2)]);
  await proxy.end();
  return tally;
};

const write = (line: object): void => {
  if (report !== undefined) appendFileSync(report, `${JSON.stringify(line)}\n`);
};

const { addresses, missing } = await findServers();
const isReady = missing.length === 0 && toxiproxy !== '';
if (!isReady) test.skip(`skipped: ${[...missing, 'OMS_TEST_TOXIPROXY_URL'].join('; ')}`, () => {});

for (const { server, setting, answers } of isReady ? servers : []) {
  test(`${server} cut, slow and resetting costs no order, no row and no letter (${faultMs} ms each)`, {
    timeout: 240_000 + 5 * faultMs,
  }, async () => {
    const { proxy, settings } = await withProxy(addresses, setting);
    const cloud = await openCloud(addresses, { OMS_CHUNK_ROWS: '20', OMS_PROBE_EVERY_MS: '1000' });
    const stock = await cloud.container
      .get('stock')
      .deliver(tenantId, { sha256: 'tea' }, [{ skuId: 'tea', hubId: 'north', quantity: 100_000 }]);
    expect(stock.applied).toBe(true);
    const oms = await cloud.start(['start'], settings);
    onTestFailed(() => console.error(oms.stderr()));
    for (const [n, fault] of faults.entries()) {
      const file = await makeOrderFile(cloud.folder, { seed: 500 + n, rows: 300 });
      await loadStock(cloud, file);
      await submitFile(oms.api, cloud, file);
      const { statuses, slowestMs } = await orderDuring(oms.api, proxy, fault);
      const recoveredAt = performance.now();
      for (const status of statuses.keys()) expect(answers, `answers while ${server} is ${fault}`).toContain(status);
      await untilSettled(cloud, tenantId, 60_000);
      const { progress } = (await cloud.container.get('bulkOrders').list(tenantId, { limit: 1 }))[0] ?? {};
      expect(progress?.rowsRejected, 'rows refused').toBe(file.rejections.size);
      write({
        server,
        fault,
        faultMs,
        answers: Object.fromEntries(statuses),
        slowestMs: Math.round(slowestMs),
        settledAfterMs: Math.round(performance.now() - recoveredAt),
      });
    }
    expect(await cloud.container.get('events').listDead(10)).toEqual([]);
    expect(await cloud.container.get('jobs').listDead(10)).toEqual([]);
    const { orders, stock: left } = await cloud.stored(tenantId);
    const sold = orders
      .filter(({ status }) => status === 'new_order')
      .flatMap(({ lines }) => lines)
      .filter(({ skuId }) => skuId === 'tea')
      .reduce((sum, { quantity }) => sum + quantity, 0);
    expect(left.get('north,tea')).toBe(100_000 - sold);
    expect((await oms.end('SIGTERM')).status).toBe(0);
  });
}
