import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@oms/core/contract';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Health } from '../src/roles/health.js';
import { askApi } from './ask-api.js';
import { runOms } from './run-oms.js';
import { startOms } from './start-oms.js';
import { temporaryFolder } from './temporary-folder.js';

const healthOf = (getMany: () => Promise<never[]>, stalled: readonly string[] = []) => {
  const health = new Health({ stalled: () => stalled });
  health.orders = { getMany };
  return health;
};

const moduleIn = (folder: string, statements: string): Readonly<Record<string, string>> => {
  const inversify = JSON.stringify(import.meta.resolve('inversify'));
  const text = `import { ContainerModule } from ${inversify};
export default new ContainerModule(async ({ rebind }) => {
${statements}
});
`;
  writeFileSync(join(folder, 'part.mjs'), text);
  return { OMS_MODULES: './part.mjs' };
};

test('all is well while the store answers and every loop runs', async () => {
  expect(await healthOf(async () => []).check()).toEqual([]);
});

test('a store that fails, and one that says nothing for 2 s, do not answer', async () => {
  const failing = healthOf(() => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7')));
  expect(await failing.check()).toEqual(['the store does not answer']);
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const late = healthOf(() => new Promise(() => undefined)).check();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await late).toEqual(['the store has not answered within 2000 ms']);
});

test('every worker that has ended, and every one that stands still, is told', async () => {
  const health = healthOf(async () => [], ['retry']);
  health.ended('bulk');
  expect(await health.check()).toEqual(['the bulk worker has ended', 'the retry worker makes no progress']);
});

test('a process whose worker ends by itself ends, so that another one is started', { timeout: 30_000 }, async () => {
  const folder = temporaryFolder();
  const env = moduleIn(
    folder,
    "(await rebind('events')).toConstantValue({ subscribe: async () => {}, lag: async () => 0 });",
  );
  const { status, complaints } = await runOms(['worker', 'confirm'], { folder, env: { ...env, OMS_OPS_PORT: '0' } });
  expect([status, complaints]).toEqual([2, ['oms: The confirm worker ended by itself. (worker_ended)']]);
});

test('a retry that hangs is told by /healthz, and ends the process, while claims of new orders go on', {
  timeout: 60_000,
}, async () => {
  const folder = temporaryFolder();
  const env = moduleIn(
    folder,
    `const asked = new Set();
(await rebind('inventory')).toConstantValue({
  supports: { atomicClaim: true, release: true },
  check: async (_, pairs) => pairs.map(() => 'known'),
  claim: async (_, claims) => {
    const isAgain = claims.some(({ orderId }) => asked.has(orderId));
    for (const { orderId } of claims) asked.add(orderId);
    if (isAgain) await new Promise(() => setInterval(() => {}, 1_000));
    return claims.map(({ orderId, lines: [{ skuId, hubId, quantity }] }) =>
      orderId === 'held'
        ? { answer: 'insufficient', shortages: [{ skuId, hubId, wanted: quantity, available: 0 }] }
        : { answer: 'claimed' });
  },
  release: async () => [],
});`,
  );
  const settings = { OMS_RETRY_BASE_MS: '100', OMS_RETRY_CAP_MS: '100', OMS_STALL_AFTER_MS: '1500' };
  const oms = await startOms(['start'], { folder, env: { ...env, ...settings } });
  const post = (order_id: string) =>
    askApi(`${oms.api}/orders`, { json: { order_id, seller_id: 's', sku_id: 'tea', hub_id: 'north', quantity: 1 } });
  await post('held');
  let posted = 0;
  await eventually(
    async () => {
      posted += 1;
      await post(`o-${posted}`);
      const { status, json } = await askApi(`${oms.ops}/healthz`);
      expect([status, json.problems]).toEqual([503, ['the retry worker makes no progress']]);
    },
    { withinMs: 20_000 },
  );
  expect((await askApi(`${oms.api}/orders/o-${posted - 1}`)).json.status).toBe('new_order');
  expect(await oms.ended).toEqual({ status: 2, signal: null });
  expect(oms.stderr()).toContain('The retry worker makes no progress');
});
