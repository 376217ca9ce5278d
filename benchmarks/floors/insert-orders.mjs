// Frozen. The floor of an import: the file through fast-csv, and the same documents into the same tables in transactions of
// 1,000 orders. No validation, no look-up, no event, no stock, no checkpoint. Prints {rows, orders, seconds, samples}.
import { createReadStream, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { parse } from '@fast-csv/parse';

const [, , file, database] = process.argv;
const db = new DatabaseSync(database);
db.exec(
  'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -32000',
);
db.exec(readFileSync(new URL('schema.sql', import.meta.url), 'utf8'));
const insertOrder = db.prepare(
  `INSERT INTO orders (tenant_no, order_id, version, state_code, created_at, seller_id, bulk_no, request_hash, group_no, wanted,
     held_since, relay_at, release_at, state, outbox, content) VALUES (1, ?, 1, 1, ?, ?, 2, NULL, 1, 0, ?, ?, NULL, ?, ?, ?)`,
);
const insertKey = db.prepare('INSERT INTO order_keys (key_hash, row_no) VALUES (?, ?)');

const fingerprint = `v1:${'0'.repeat(64)}`;
const bulkOrderId = '00000000-0000-5000-8000-000000000000';

const hashOf = (text) => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
};

/** The three JSON columns, byte for byte as long as the product's. */
const documentOf = (orderId, rows, row, now) => {
  const hold = { code: 'awaiting_check', since: now, attempts: 0, nextAttemptAt: now + 600_000, shortages: [] };
  const content = {
    tenantId: 'bench',
    orderId,
    sellerId: rows[0].seller_id,
    lines: rows.map((r) => ({
      skuId: r.sku_id,
      hubId: r.hub_id,
      quantity: Number(r.quantity),
      unitPrice: r.price,
      currency: r.currency,
    })),
    fingerprint,
    source: { kind: 'bulk', bulkOrderId, row },
    createdAt: now,
  };
  const history = [{ to: { status: 'on_hold', holdCode: 'awaiting_check' }, at: now, actor: 'bench', why: 'accepted' }];
  const state = { schemaVersion: 1, version: 1, sequence: 1, status: 'on_hold', hold, history, updatedAt: now };
  const event = {
    schemaVersion: 1,
    id: JSON.stringify(['bench', orderId, 1]),
    type: 'order.created',
    tenantId: 'bench',
    orderId,
    sequence: 1,
    time: now,
    status: 'on_hold',
    hold,
  };
  return {
    content: JSON.stringify(content),
    state: JSON.stringify(state),
    outbox: JSON.stringify([[now + 30_000, event]]),
  };
};

const startedAt = performance.now();
const samples = [];
let rows = 0;
let orders = 0;

const store = (group, firstRow) => {
  if (orders % 1_000 === 0) db.exec('BEGIN IMMEDIATE');
  const now = Date.now();
  const orderId = group[0].order_id || `${bulkOrderId.slice(0, -8)}${String(firstRow).padStart(8, '0')}`;
  const { content, state, outbox } = documentOf(orderId, group, firstRow, now);
  const { lastInsertRowid } = insertOrder.run(
    orderId,
    now,
    group[0].seller_id,
    now,
    now + 30_000,
    state,
    outbox,
    content,
  );
  insertKey.run(hashOf(orderId), lastInsertRowid);
  orders += 1;
  if (orders % 1_000 !== 0) return;
  db.exec('COMMIT');
  samples.push([rows, performance.now() - startedAt]);
};

let group = [];
for await (const row of createReadStream(file).pipe(parse({ headers: true }))) {
  if (group.length > 0 && (row.order_id === '' || row.order_id !== group[0].order_id)) {
    store(group, rows - group.length + 2);
    group = [];
  }
  group.push(row);
  rows += 1;
}
if (group.length > 0) store(group, rows - group.length + 2);
if (orders % 1_000 !== 0) db.exec('COMMIT');
samples.push([rows, performance.now() - startedAt]);
db.close();
process.stdout.write(
  `${JSON.stringify({ rows, orders, seconds: (performance.now() - startedAt) / 1_000, samples })}\n`,
);
