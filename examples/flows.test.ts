import { expect, test } from 'vitest';
import { runFlow } from './run-flow.js';

test.each(['ims-flow', 'wms-flow'])('%s runs from its folder on one machine', { timeout: 60_000 }, async (flow) => {
  expect(await runFlow(flow, {})).toMatch(/and the stock is exact\.$/);
});
