import type { RequestListener } from 'node:http';
import { eventually } from '@oms/core/contract';
import { expect, onTestFinished, test } from 'vitest';
import { serve } from '../../adapters-inventory/test/serve.js';
import { standIn } from '../../adapters-inventory/test/stand-ins.js';
import { askApi } from './ask-api.js';
import { startOms } from './start-oms.js';
import { temporaryFolder } from './temporary-folder.js';

const token = 'sentinel-secret-of-this-test';

/** An `ims` service with 5 of an item, which does the first that it is asked to and loses the answer. */
const openLossy = async () => {
  const service = await standIn('ims', { slowMs: 1 });
  service.add('acme', 'north', 'tea', 5);
  const requests: { readonly requestId: unknown; readonly authorization: unknown }[] = [];
  const lossy: RequestListener = (request, response) => {
    const isUpdate = request.url === '/inventory/check-and-update';
    const { 'x-request-id': requestId, authorization } = request.headers;
    if (isUpdate) requests.push({ requestId, authorization });
    if (isUpdate && requests.length === 1) {
      response.writeHead = () => response;
      response.end = () => {
        request.socket.destroy();
        return response;
      };
    }
    service.listener(request, response);
  };
  const { url, close } = await serve(lossy);
  onTestFinished(close);
  return { url, service, requests };
};

test('a claim whose answer was lost waits for a person, who is told what to look for; then all is as if it had been heard', {
  timeout: 60_000,
}, async () => {
  const { url, service, requests } = await openLossy();
  const folder = temporaryFolder();
  const env = {
    OMS_INVENTORY: 'http',
    OMS_INVENTORY_DIALECT: 'ims',
    OMS_INVENTORY_URL: url,
    OMS_INVENTORY_TOKEN: token,
    OMS_PROBE_EVERY_MS: '200',
  };
  const { api, end } = await startOms(['start'], { folder, env });
  const line = { sku_id: 'tea', hub_id: 'north' };
  const before = Date.now();
  const created = await askApi(`${api}/orders`, { json: { order_id: 'o-1', seller_id: 's', ...line, quantity: 2 } });
  expect(created.status).toBe(201);
  const order = async () => (await askApi(`${api}/orders/o-1`)).json;
  await eventually(async () => expect(await order()).toMatchObject({ hold: { code: 'claim_unknown' } }), {
    withinMs: 10_000,
  });

  const { hold } = await order();
  expect(hold).toMatchObject({ attempts: 0, shortages: [{ ...line, wanted: 2 }] });
  const told = /^2 of tea at north were asked for at (\S+): .*\(request ([0-9a-f]{32})\)$/.exec(hold.last_answer);
  expect(Date.parse(String(told?.[1]))).toBeGreaterThanOrEqual(before);
  expect(told?.[2]).toBe(requests[0]?.requestId);
  expect(requests[0]?.authorization).toBe(`Bearer ${token}`);
  expect((await askApi(`${api}/orders/o-1/retry`, { json: {} })).status).toBe(409);
  expect((await askApi(`${api}/orders/o-1/cancel`, { json: {} })).json).toMatchObject({ code: 'claim_open' });
  expect(service.left('acme', 'north', 'tea')).toBe(3);

  const lines = [{ ...line, deducted: true }];
  const resolved = await askApi(`${api}/orders/o-1/resolve`, { json: { lines } });
  expect([resolved.status, resolved.json.status]).toEqual([200, 'new_order']);
  expect([service.left('acme', 'north', 'tea'), requests.length]).toEqual([3, 1]);

  const cancelled = await askApi(`${api}/orders/o-1/cancel`, { json: {} });
  expect(cancelled.status).toBe(200);
  await eventually(
    async () => expect(await order()).toMatchObject({ status: 'cancelled', unreleased: [{ ...line, quantity: 2 }] }),
    { withinMs: 10_000 },
  );
  const returned = await askApi(`${api}/orders/o-1/resolve`, { json: { lines: [{ ...line, deducted: false }] } });
  expect(returned.json.unreleased).toBeUndefined();
  expect((await end('SIGTERM')).status).toBe(0);
});
