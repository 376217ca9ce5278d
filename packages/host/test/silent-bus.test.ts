import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@oms/core/contract';
import { expect, test } from 'vitest';
import { askApi } from './ask-api.js';
import { runOms } from './run-oms.js';
import { startOms } from './start-oms.js';
import { temporaryFolder } from './temporary-folder.js';

const withinMs = 10_000;

test('orders are accepted at once while the bus never answers, and published once it does', {
  timeout: 60_000,
}, async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'stock.csv'), 'hub_id,sku_id,quantity\nnorth,tea,100\n');
  await runOms(['stock', 'load', 'stock.csv', '--tenant', 'acme'], { folder });
  writeFileSync(
    join(folder, 'silent-bus.mjs'),
    `import { ContainerModule } from ${JSON.stringify(import.meta.resolve('inversify'))};
export default new ContainerModule(async ({ rebind }) => {
  (await rebind('events')).toConstantValue({ publish: () => new Promise(() => {}), lag: async () => 0 });
});
`,
  );
  const oms = await startOms(['api'], { folder, env: { OMS_MODULES: './silent-bus.mjs' } });
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      askApi(`${oms.api}/orders`, {
        json: { order_id: `o-${n}`, seller_id: 's', sku_id: 'tea', hub_id: 'north', quantity: 1 },
      }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
  const askedAt = performance.now();
  expect(await oms.end('SIGTERM')).toEqual({ status: 0, signal: null });
  expect(performance.now() - askedAt).toBeLessThan(withinMs);
  const whole = await startOms(['start'], { folder });
  await eventually(
    async () => {
      const { json } = await askApi(`${whole.api}/orders/counts`);
      expect(json.status).toEqual({ on_hold: 0, new_order: 50, cancelled: 0 });
    },
    { withinMs: 2 * withinMs },
  );
  await whole.end('SIGTERM');
});
