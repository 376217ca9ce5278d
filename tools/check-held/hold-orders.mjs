// Writes orders that wait for stock of which there is none.
import { openDatabase, SqliteOrderRepo } from '@oms/adapters-local/sqlite';
import { anInsert } from '@oms/core/contract';

const orders = Number(process.env.HELD_ORDERS);
const groups = Number(process.env.HELD_GROUPS);
const perWrite = 1_000;
const { order: sample } = anInsert({});
const database = await openDatabase(process.env.HELD_DATABASE, { synchronous: 'NORMAL' });
const repo = new SqliteOrderRepo(database);

const heldOrder = (n) => {
  const item = { skuId: `sku-${n % groups}`, hubId: 'hub-1' };
  const wanted = 1 + (n % 5);
  const createdAt = sample.createdAt + n;
  const hold = {
    code: 'insufficient_stock',
    since: createdAt,
    attempts: 1,
    nextAttemptAt: createdAt,
    shortages: [{ ...item, wanted, available: 0 }],
  };
  const order = {
    ...sample,
    orderId: `o-${String(n).padStart(8, '0')}`,
    createdAt,
    hold,
    lines: [{ ...item, quantity: wanted }],
  };
  return { order, events: [], relayAt: createdAt };
};

for (let from = 0; from < orders; from += perWrite) {
  const writes = Array.from({ length: Math.min(perWrite, orders - from) }, (_, index) => heldOrder(from + index));
  await repo.insertMany(sample.tenantId, writes);
}
await database.close();
