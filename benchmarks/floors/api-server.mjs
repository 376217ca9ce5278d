// Frozen. The floor of the API: bare Express with its JSON body parser, and one durable insert of as many bytes as the product's
// document into the same tables. What waits is committed together, as the product does. Reads are one look-up, or fifty rows.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import express from 'express';

const [, , database] = process.argv;
const db = new DatabaseSync(database);
db.exec(
  'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -8000',
);
db.exec(readFileSync(new URL('schema.sql', import.meta.url), 'utf8'));
const insertOrder = db.prepare(
  `INSERT INTO orders (tenant_no, order_id, version, state_code, created_at, seller_id, bulk_no, request_hash, group_no, wanted,
     held_since, relay_at, release_at, state, outbox, content) VALUES (1, ?, 1, 1, ?, ?, NULL, NULL, 1, 0, ?, ?, NULL, ?, ?, ?)`,
);
const insertKey = db.prepare('INSERT INTO order_keys (key_hash, row_no) VALUES (?, ?)');
const findOrder = db.prepare(
  `SELECT o.state, o.content FROM order_keys k JOIN orders o ON o.row_no = k.row_no WHERE k.key_hash = ? AND o.order_id = ?`,
);
const listOrders = db.prepare(
  `SELECT state, content FROM orders WHERE tenant_no = 1 AND state_code = 1 ORDER BY created_at DESC, order_id DESC LIMIT 50`,
);

const hashOf = (text) => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
};

const fingerprint = `v1:${'0'.repeat(64)}`;

const documentOf = (body) => {
  const now = Date.now();
  const hold = { code: 'awaiting_check', since: now, attempts: 0, nextAttemptAt: now + 600_000, shortages: [] };
  const lines = body.lines.map((line) => ({
    skuId: line.sku_id,
    hubId: line.hub_id,
    quantity: line.quantity,
    unitPrice: line.price,
    currency: line.currency,
  }));
  const source = { kind: 'api' };
  const content = {
    tenantId: 'bench',
    orderId: body.order_id,
    sellerId: body.seller_id,
    lines,
    fingerprint,
    source,
    createdAt: now,
  };
  const history = [
    { to: { status: 'on_hold', holdCode: 'awaiting_check' }, at: now, actor: 'anonymous', why: 'accepted' },
  ];
  const state = { schemaVersion: 1, version: 1, sequence: 1, status: 'on_hold', hold, history, updatedAt: now };
  const id = JSON.stringify(['bench', body.order_id, 1]);
  const event = {
    schemaVersion: 1,
    id,
    type: 'order.created',
    tenantId: 'bench',
    orderId: body.order_id,
    sequence: 1,
    time: now,
  };
  return { now, content, state, outbox: [[now + 30_000, { ...event, status: 'on_hold', hold }]] };
};

const store = (body, { now, content, state, outbox }) => {
  const json = [state, outbox, content].map((part) => JSON.stringify(part));
  const { lastInsertRowid } = insertOrder.run(body.order_id, now, body.seller_id, now, now + 30_000, ...json);
  insertKey.run(hashOf(body.order_id), lastInsertRowid);
};

let waiting = [];

const commit = () => {
  const batch = waiting;
  waiting = [];
  db.exec('BEGIN IMMEDIATE');
  for (const { body, document } of batch) store(body, document);
  db.exec('COMMIT');
  for (const { resolve } of batch) resolve();
};

const durable = (body, document) =>
  new Promise((resolve) => {
    if (waiting.length === 0) setImmediate(commit);
    waiting.push({ body, document, resolve });
  });

const app = express();
app.post('/orders', express.json(), async (request, response) => {
  const document = documentOf(request.body);
  await durable(request.body, document);
  response.status(201).json({ ...document.content, ...document.state });
});
app.get('/orders/:id', (request, response) => {
  const { id } = request.params;
  const { state, content } = findOrder.get(hashOf(id), id);
  response.json({ ...JSON.parse(content), ...JSON.parse(state) });
});
app.get('/orders', (_request, response) => {
  response.json({
    data: listOrders.all().map(({ state, content }) => ({ ...JSON.parse(content), ...JSON.parse(state) })),
  });
});
const server = createServer(app).listen(0, '127.0.0.1', () => {
  process.stdout.write(`listens on http://127.0.0.1:${server.address().port},\n`);
});
process.once('SIGTERM', () => process.exit(0));
