import { type Order, orderKey, type StockLine } from '@oms/core';
import { sellerOf } from '../inputs/items.js';
import type { Evidence } from './evidence.js';
import type { Expectations } from './expectations.js';
import { Violation } from './violation.js';

type Lines = readonly (StockLine & { readonly unitPrice?: string | undefined })[];

/** One text per content, so that two contents are equal when their texts are. */
export const textOfLines = (lines: Lines): string =>
  JSON.stringify(lines.map(({ skuId, hubId, quantity, unitPrice }) => [skuId, hubId, quantity, unitPrice ?? null]));

export type OrdersById = ReadonlyMap<string, Order>;

export const ordersById = ({ orders }: Evidence): OrdersById =>
  new Map(orders.map((order) => [orderKey(order.tenantId, order.orderId), order]));

/** I1 and I9, for requests: each is the order that its sender was told of, and nothing else is. */
export function* checkRequests({ answers }: Expectations, stored: OrdersById): Generator<Violation> {
  for (const { operation, reply } of answers.creates) {
    const { tenantId, request, id } = operation;
    if (reply.kind === 'answered') {
      const { orderId } = reply.value.order;
      const order = stored.get(orderKey(tenantId, orderId));
      if (request.orderId !== undefined && orderId !== request.orderId)
        yield new Violation('I1', `${id} became ${orderId}.`);
      if (order === undefined) yield new Violation('I1', `${id} was accepted as ${orderId}, and is lost.`);
      else if (textOfLines(order.lines) !== textOfLines(request.lines)) {
        yield new Violation('I1', `${id} was accepted as ${orderId}, and other content is stored.`);
      }
      if (!operation.isAcceptable) yield new Violation('I1', `${id} was accepted, though its item is unknown.`);
    } else if (reply.error.kind === 'conflict') {
      if (!hasOther(operation, stored)) yield new Violation('I1', `${id} was refused as a conflict with nothing.`);
    } else if (operation.isAcceptable) {
      yield new Violation('I1', `${id} was refused: ${reply.error.message}`);
    }
  }
}

const hasOther = (
  { tenantId, request }: Expectations['answers']['creates'][number]['operation'],
  stored: OrdersById,
): boolean =>
  [...stored.values()].some(
    (order) =>
      order.tenantId === tenantId &&
      (order.orderId === request.orderId ||
        (request.idempotencyKey !== undefined && isOfKey(order, tenantId, request.idempotencyKey))) &&
      (textOfLines(order.lines) !== textOfLines(request.lines) || order.orderId !== request.orderId),
  );

const isOfKey = (order: Order, tenantId: string, key: string): boolean =>
  order.tenantId === tenantId && order.idempotencyKey === key;

/** I1: no order but those that somebody sent, each once. I9: of its own tenant's content. */
export function* checkOrigins(expectations: Expectations, { orders }: Evidence): Generator<Violation> {
  const sent = sentContents(expectations);
  const keys = new Set<string>();
  for (const order of orders) {
    const { tenantId, orderId, idempotencyKey } = order;
    if (!sent.has(JSON.stringify([tenantId, textOfLines(order.lines)]))) {
      yield new Violation('I1', `${orderKey(tenantId, orderId)} is an order that nobody sent.`);
    }
    if (order.sellerId !== sellerOf(tenantId)) {
      yield new Violation('I9', `${orderKey(tenantId, orderId)} has the seller ${order.sellerId}.`);
    }
    if (idempotencyKey === undefined) continue;
    const key = orderKey(tenantId, idempotencyKey);
    if (keys.has(key)) yield new Violation('I1', `Two orders were made under the key ${key}.`);
    keys.add(key);
  }
}

const sentContents = ({ answers, files }: Expectations): ReadonlySet<string> => {
  const sent = new Set<string>();
  for (const { operation } of answers.creates) {
    sent.add(JSON.stringify([operation.tenantId, textOfLines(operation.request.lines)]));
  }
  const imports = [...answers.imports.map(({ operation }) => operation), ...answers.replaced.values()];
  for (const { tenantId, file } of imports) {
    for (const { lines } of files.get(file.sha256)?.groups ?? []) {
      if (lines !== undefined) sent.add(JSON.stringify([tenantId, textOfLines(lines)]));
    }
  }
  return sent;
};

/** I6, I8: a cancelled order stays so, once somebody was told; and every history is one line through the states. */
export function* checkHistories({ answers }: Expectations, stored: OrdersById): Generator<Violation> {
  for (const { operation, reply } of answers.commands) {
    if (operation.command !== 'cancel' || reply.kind !== 'answered') continue;
    const order = stored.get(orderKey(operation.tenantId, operation.orderId));
    if (order?.status !== 'cancelled')
      yield new Violation('I6', `${operation.orderId} was cancelled, and is ${order?.status}.`);
  }
  for (const [key, { history, status }] of stored) {
    if (history.at(-1)?.to.status !== status) yield new Violation('I6', `The history of ${key} ends elsewhere.`);
    for (const { from, to } of history) {
      if (from?.status === 'cancelled' || (from?.status === 'new_order' && to.status !== 'cancelled')) {
        yield new Violation('I6', `${key} went from ${from.status} to ${to.status}.`);
      }
    }
  }
}
