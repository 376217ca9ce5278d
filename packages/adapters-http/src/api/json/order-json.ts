import type { Order } from '@oms/core';
import { timeText } from '@oms/core';

/**
 * An order as JSON shows it in a list, without its history: snake_case, times as RFC 3339. What is undefined is left out by
 * whoever writes it as text.
 */
export const listedOrderJson = (order: Order): object => ({
  order_id: order.orderId,
  tenant_id: order.tenantId,
  seller_id: order.sellerId,
  status: order.status,
  hold: order.hold === undefined ? undefined : holdJson(order.hold),
  lines: order.lines.map(({ skuId, hubId, quantity, unitPrice, currency }) => ({
    sku_id: skuId,
    hub_id: hubId,
    quantity,
    price: unitPrice,
    currency,
  })),
  unreleased: order.release?.unreleased?.map(({ skuId, hubId, quantity }) => ({
    sku_id: skuId,
    hub_id: hubId,
    quantity,
  })),
  attributes: order.attributes,
  source: order.source.kind === 'bulk' ? { bulk_order_id: order.source.bulkOrderId, row: order.source.row } : 'api',
  version: order.version,
  created_at: timeText(order.createdAt),
  updated_at: timeText(order.updatedAt),
});

/** The same order alone, with its history. */
export const orderJson = (order: Order): object => ({
  ...listedOrderJson(order),
  history: order.history.map(({ from, to, at, actor, why }) => ({
    from: from && stateText(from),
    to: stateText(to),
    at: timeText(at),
    actor,
    why,
  })),
});

const stateText = ({ status, holdCode }: { status: string; holdCode?: string }): string =>
  holdCode === undefined ? status : `${status}/${holdCode}`;

const holdJson = (hold: NonNullable<Order['hold']>): object => ({
  code: hold.code,
  since: timeText(hold.since),
  attempts: hold.attempts,
  next_attempt_at: timeText(hold.nextAttemptAt),
  last_answer: hold.lastAnswer,
  shortages: hold.shortages.map(({ skuId, hubId, wanted, available }) => ({
    sku_id: skuId,
    hub_id: hubId,
    wanted,
    available,
  })),
});
