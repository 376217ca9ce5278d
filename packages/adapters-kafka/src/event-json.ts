import { type Hold, type OrderEventMessage, type OrderLine, type OrderSource, timeText } from '@oms/core';

/** The value of an event's record: the order as the event tells of it, names in snake_case, times in RFC 3339. */
export const eventJsonOf = ({ content, ...event }: OrderEventMessage): string =>
  JSON.stringify({
    schema_version: event.schemaVersion,
    tenant_id: content.tenantId,
    order_id: content.orderId,
    seller_id: content.sellerId,
    lines: content.lines.map(lineOf),
    attributes: content.attributes,
    fingerprint: content.fingerprint,
    idempotency_key: content.idempotencyKey,
    source: sourceOf(content.source),
    created_at: timeText(content.createdAt),
    status: event.status,
    hold: event.hold === undefined ? undefined : holdOf(event.hold),
    sequence: event.sequence,
    time: timeText(event.time),
  });

const lineOf = ({ skuId, hubId, quantity, unitPrice, currency }: OrderLine) => ({
  sku_id: skuId,
  hub_id: hubId,
  quantity,
  unit_price: unitPrice,
  currency,
});

const sourceOf = (source: OrderSource) =>
  source.kind === 'api' ? source : { kind: source.kind, bulk_order_id: source.bulkOrderId, row: source.row };

const holdOf = ({ code, since, attempts, nextAttemptAt, lastAnswer, shortages }: Hold) => ({
  code,
  since: timeText(since),
  attempts,
  next_attempt_at: timeText(nextAttemptAt),
  last_answer: lastAnswer,
  shortages: shortages.map(({ skuId, hubId, wanted, available }) => ({
    sku_id: skuId,
    hub_id: hubId,
    wanted,
    available,
  })),
});
