import type { Hold, OrderEventMessage, OrderLine, OrderSource } from '@oms/core';

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
    created_at: rfc3339(content.createdAt),
    status: event.status,
    hold: event.hold === undefined ? undefined : holdOf(event.hold),
    sequence: event.sequence,
    time: rfc3339(event.time),
  });

/** The orders of a chunk share theirs. */
const texts = new Map<number, string>();
const mostTexts = 1_000;

export const rfc3339 = (time: number): string => {
  const known = texts.get(time);
  if (known !== undefined) return known;
  const text = new Date(time).toISOString();
  if (texts.size >= mostTexts) texts.clear();
  texts.set(time, text);
  return text;
};

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
  since: rfc3339(since),
  attempts,
  next_attempt_at: nextAttemptAt === undefined ? undefined : rfc3339(nextAttemptAt),
  last_answer: lastAnswer,
  shortages: shortages.map(({ skuId, hubId, wanted, available }) => ({
    sku_id: skuId,
    hub_id: hubId,
    wanted,
    available,
  })),
});
