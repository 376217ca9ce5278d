// One look of the retry worker at everything that is due.
import { openDatabase, SqliteOrderEventBus, SqliteOrderRepo } from '@oms/adapters-local/sqlite';
import { createOrders } from '@oms/core';
import { MemoryInventoryGateway, RandomIds, SystemClock } from '@oms/core/memory';

const database = await openDatabase(process.env.HELD_DATABASE);
const stock = new MemoryInventoryGateway();
const items = Array.from({ length: Number(process.env.HELD_GROUPS) }, (_, n) => ({
  skuId: `sku-${n}`,
  hubId: 'hub-1',
  quantity: 0,
}));
await stock.deliver('tenant-1', 'first', items);
let calls = 0;
let asked = 0;
const inventory = {
  supports: stock.supports,
  check: (...given) => stock.check(...given),
  release: (...given) => stock.release(...given),
  claim: (tenantId, claims) => {
    calls += 1;
    asked += claims.length;
    return stock.claim(tenantId, claims);
  },
};
const orders = new SqliteOrderRepo(database);
const oms = createOrders({
  orders,
  events: new SqliteOrderEventBus(database),
  inventory,
  clock: new SystemClock(),
  ids: new RandomIds(),
});
const startedAt = performance.now();
let groups = 0;
for (let due = await oms.retryDue(); due.count > 0; due = await oms.retryDue()) groups += due.count;
const seconds = (performance.now() - startedAt) / 1_000;
await database.close();
const peakBytes = process.resourceUsage().maxRSS * 1_024;
process.stdout.write(JSON.stringify({ groups, calls, asked, seconds, peakBytes }));
