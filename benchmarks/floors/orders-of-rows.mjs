// Frozen. The orders of a file as documents and messages, as long as the product's: what both floors on servers store and send.
import { createReadStream } from 'node:fs';
import { parse } from '@fast-csv/parse';

const fingerprint = `v1:${'0'.repeat(64)}`;
const bulkOrderId = '00000000-0000-5000-8000-000000000000';

/** Groups of rows that are one order, with the number of the first. */
export async function* groupsIn(file) {
  let group = [];
  let rows = 0;
  for await (const row of createReadStream(file).pipe(parse({ headers: true }))) {
    if (group.length > 0 && (row.order_id === '' || row.order_id !== group[0].order_id)) {
      yield { group, firstRow: rows - group.length + 2 };
      group = [];
    }
    group.push(row);
    rows += 1;
  }
  if (group.length > 0) yield { group, firstRow: rows - group.length + 2 };
}

export const orderOf = ({ group, firstRow }, now) => {
  const orderId = group[0].order_id || `${bulkOrderId.slice(0, -8)}${String(firstRow).padStart(8, '0')}`;
  const hold = { code: 'awaiting_check', since: now, attempts: 0, nextAttemptAt: now + 600_000, shortages: [] };
  const content = {
    tenantId: 'bench',
    orderId,
    sellerId: group[0].seller_id,
    lines: group.map((row) => ({
      skuId: row.sku_id,
      hubId: row.hub_id,
      quantity: Number(row.quantity),
      unitPrice: row.price,
      currency: row.currency,
    })),
    fingerprint,
    source: { kind: 'bulk', bulkOrderId, row: firstRow },
    createdAt: now,
  };
  const _id = JSON.stringify(['bench', orderId]);
  const event = { schemaVersion: 1, id: JSON.stringify(['bench', orderId, 1]), type: 'order.created', sequence: 1 };
  const document = {
    _id,
    ...content,
    schemaVersion: 1,
    version: 1,
    sequence: 1,
    status: 'on_hold',
    hold,
    history: [{ to: { status: 'on_hold', holdCode: 'awaiting_check' }, at: now, actor: 'bench', why: 'accepted' }],
    updatedAt: now,
    waitGroup: '["bench","check"]',
    wanted: 0,
    outbox: [
      { relayAt: now + 30_000, event: { ...event, tenantId: 'bench', orderId, time: now, status: 'on_hold', hold } },
    ],
    relayAt: now + 30_000,
    marks: [`${bulkOrderId}:0`],
  };
  return { document, message: messageOf(document, event, now) };
};

/** Byte for byte what the product sends, but for the fingerprint. */
const messageOf = (document, event, now) => {
  const at = new Date(now).toISOString();
  const { code, attempts, shortages, nextAttemptAt } = document.hold;
  const value = JSON.stringify({
    schema_version: 1,
    tenant_id: document.tenantId,
    order_id: document.orderId,
    seller_id: document.sellerId,
    lines: document.lines.map(({ skuId, hubId, quantity, unitPrice, currency }) => ({
      sku_id: skuId,
      hub_id: hubId,
      quantity,
      unit_price: unitPrice,
      currency,
    })),
    fingerprint,
    source: { kind: 'bulk', bulk_order_id: bulkOrderId, row: document.source.row },
    created_at: at,
    status: document.status,
    hold: { code, since: at, attempts, next_attempt_at: new Date(nextAttemptAt).toISOString(), shortages },
    sequence: 1,
    time: at,
  });
  const headers = {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_type: event.type,
    ce_source: `/tenants/${document.tenantId}`,
    ce_subject: document.orderId,
    ce_time: at,
    'X-Tenant-ID': document.tenantId,
  };
  return { key: document._id, value, headers };
};
