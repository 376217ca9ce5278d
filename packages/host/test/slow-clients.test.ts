import { readdirSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { eventually } from '@oms/core/contract';
import { expect, test } from 'vitest';
import { askApi } from './ask-api.js';
import { runOms } from './run-oms.js';
import { startOms } from './start-oms.js';
import { temporaryFolder } from './temporary-folder.js';

const idleSockets = 2_000;
const drippingSockets = 50;
const orders = 200;
const atATime = 8;
/** Others may take so many times as long beside them, and what a busy machine adds now and then. */
const mostTimes = 4;
const sparedMs = 60;

const head = (path: string, type: string, length: number): string =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nX-Tenant-ID: acme\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n`;

const opened = (port: number, first: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      if (first !== '') socket.write(first);
      resolve(socket);
    });
    socket.on('error', reject);
  });

const openMany = (port: number, first: readonly string[]): Promise<readonly Socket[]> =>
  Promise.all(first.map((text) => opened(port, text)));

/** Sends orders, a few at a time; resolves with how long each took, in milliseconds, the fastest first. */
const postAll = async (api: string, name: string): Promise<readonly number[]> => {
  const took: number[] = [];
  const names = Array.from({ length: orders }, (_, n) => `${name}-${n}`).values();
  const sendSome = async () => {
    for (const order_id of names) {
      const json = { order_id, seller_id: 's', sku_id: 'tea', hub_id: 'north', quantity: 1 };
      const startedAt = performance.now();
      expect((await askApi(`${api}/orders`, { json })).status).toBe(201);
      took.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: atATime }, sendSome));
  return took.sort((a, b) => a - b);
};

const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.ceil(sorted.length * part) - 1] ?? Number.NaN;

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

test('clients that drip their headers and bodies, and 2,000 that say nothing, keep nobody else waiting', {
  timeout: 60_000,
}, async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'stock.csv'), 'hub_id,sku_id,quantity\nnorth,tea,1000\n');
  await runOms(['stock', 'load', 'stock.csv', '--tenant', 'acme'], { folder });
  const oms = await startOms(['start'], { folder });
  const port = Number(new URL(oms.api).port);
  await postAll(oms.api, 'warm');
  const alone = await postAll(oms.api, 'alone');
  const half = [
    'POST /orders HTTP/1.1\r\nHo',
    head('/orders', 'application/json', 90),
    head('/s3/filepath', 'text/csv', 90),
  ];
  const silent = await openMany(
    port,
    Array.from({ length: idleSockets }, () => ''),
  );
  const dripping = await openMany(
    port,
    Array.from({ length: drippingSockets }, (_, n) => half[n % half.length] as string),
  );
  const drip = setInterval(() => {
    for (const socket of dripping) if (socket.writable) socket.write('a');
  }, 100);
  const beside = await postAll(oms.api, 'beside');
  for (const part of [0.5, 0.99]) {
    const [before, after] = [quantile(alone, part), quantile(beside, part)];
    expect(after, `p${part * 100}: ${before} ms alone`).toBeLessThan(mostTimes * before + sparedMs);
  }
  await eventually(
    async () => expect((await askApi(`${oms.api}/orders/counts`)).json.status.new_order).toBe(3 * orders),
    { withinMs: 20_000 },
  );
  clearInterval(drip);
  for (const socket of [...silent, ...dripping]) socket.destroy();
  await eventually(
    () => expect(filesIn(join(folder, 'data')).filter((name) => !name.startsWith('oms.db'))).toEqual([]),
    {
      withinMs: 5_000,
    },
  );
  expect(await oms.end('SIGTERM')).toEqual({ status: 0, signal: null });
});
