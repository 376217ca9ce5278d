import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@oms/core/contract';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { refusals } from '../../adapters-http/test/refusal-table.js';
import { createLog } from '../src/observe/create-log.js';
import { askApi } from './ask-api.js';
import { runOms } from './run-oms.js';
import { startOms } from './start-oms.js';
import { temporaryFolder } from './temporary-folder.js';

const evil = 'a\n{"level":60}\r\u001b[2J\u009b2J\u0085\u007f\u2028\u2029';
const order = { seller_id: 's', sku_id: 'tea', hub_id: 'north', quantity: 1 };
const header = 'order_id,sku_id,quantity,seller_id,hub_id';
const quoted = `"${evil.replaceAll('"', '""')}"`;
const hostile = [
  `${header},${quoted}`,
  `o-1,tea,1,s,north,${quoted}`,
  `${quoted},tea,1,s,north,`,
  `o-2,${quoted},1,s,north,`,
  `o-3,tea,${quoted},s,north,`,
  `o-4,tea,1,${quoted},${quoted},`,
  `o-5,ghost\u2028,1,s,north,`,
  `"o-6,tea`,
].join('\n');

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** What every reader of the log takes for a line of it. */
const expectSafe = (text: string): number => {
  const lines = text.split('\n').slice(0, -1);
  for (const line of lines) {
    expect(() => JSON.parse(line), line).not.toThrow();
    expect(line).not.toMatch(control);
    expect(JSON.parse(line).level, line).toBeLessThan(60);
  }
  return lines.length;
};

test('nothing that a caller sends breaks a log line, whether it is taken or refused', { timeout: 90_000 }, async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'stock.csv'), 'hub_id,sku_id,quantity\nnorth,tea,10\n');
  await runOms(['stock', 'load', 'stock.csv', '--tenant', 'acme'], { folder });
  const oms = await startOms(['start'], { folder, env: { OMS_LOG_LEVEL: 'trace' } });
  for (const [what, path, { tenant = 'acme', method, headers = {}, body, json }] of refusals) {
    const content = json === undefined ? body : JSON.stringify(json);
    const own = { ...(tenant === '' ? {} : { 'X-Tenant-ID': tenant }), 'Content-Type': 'application/json', ...headers };
    const request = { method: method ?? (content === undefined ? 'GET' : 'POST'), headers: own };
    const sent = content === undefined ? request : { ...request, body: content as string };
    expect((await fetch(`${oms.api}${path}`, sent)).status, what).toBeGreaterThanOrEqual(400);
  }
  const ask = (path: string, request: Parameters<typeof askApi>[1] = {}) => askApi(`${oms.api}${path}`, request);
  await ask('/orders/%0a%1b%5b2J%e2%80%a8/cancel', { json: { reason: evil } });
  await ask(`/orders?${encodeURIComponent(evil)}=${encodeURIComponent(evil)}`);
  await ask('/orders', { json: { ...order, [evil]: evil } });
  await ask('/orders', { json: { ...order, order_id: 'o-0', attributes: { [evil]: evil } } });
  await ask('/orders', { json: order, headers: { 'X-Request-Id': 'a"b\\', traceparent: 'a"b' } });
  await ask('/orders/o-0/hold', { json: { reason: evil } });
  await ask('/orders/bulkorder', { json: { filePath: `s3://oms/${evil}` } });
  const { json: file } = await ask('/s3/filepath', { csv: hostile });
  const { json: submitted } = await ask('/orders/bulkorder', { json: { filePath: file.path } });
  await eventually(
    async () => {
      const { json } = await ask(`/orders/bulkorder/${submitted.bulk_order_id}`);
      expect(json).toMatchObject({ state: 'completed', progress: { orders_created: 1, rows_rejected: 6 } });
    },
    { withinMs: 20_000 },
  );
  await oms.end('SIGTERM');
  expect(expectSafe(oms.stderr())).toBeGreaterThan(refusals.length);
});

test('what a driver says of what it was sent breaks no line either', () => {
  const written: string[] = [];
  const log = createLog({ OMS_LOG_LEVEL: 'trace' } as Parameters<typeof createLog>[0]);
  const stream = log[pino.symbols.streamSym as never] as { write: (line: string) => unknown };
  stream.write = (line) => written.push(line);
  log.error({ err: new Error(evil), [evil]: evil }, evil);
  expect(expectSafe(written.join(''))).toBe(1);
  expect(JSON.parse(written[0] ?? '')).toMatchObject({ err: { message: evil }, msg: evil });
});
