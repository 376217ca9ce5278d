import { type Order, orderKey, type StockLine } from '@oms/core';
import { sellerOf, sharedOrderIds } from '../inputs/items.js';
import type { Evidence } from './evidence.js';
import type { Expectations } from './expectations.js';
import { Violation } from './violation.js';

type Lines = readonly (StockLine & { readonly unitPrice?: string | undefined })[];
type AnsweredCreate = Expectations['answers']['creates'][number];

/** One text per content, so that two contents are equal when their texts are. */
export const textOfLines = (lines: Lines): string =>
  JSON.stringify(lines.map(({ skuId, hubId, quantity, unitPrice }) => [skuId, hubId, quantity, unitPrice ?? null]));

export type OrdersById = ReadonlyMap<string, Order>;

export const ordersById = ({ orders }: Evidence): OrdersById =>
  new Map(orders.map((order) => [orderKey(order.tenantId, order.orderId), order]));

/** I1, for requests: each is the order that its sender was told of, or was refused for a true reason. */
export function* checkRequests({ answers }: Expectations, stored: OrdersById): Generator<Violation> {
  for (const create of answers.creates) {
    const problem =
      create.reply.kind === 'answered' ? problemOfAccepted(create, stored) : problemOfRefused(create, stored);
    if (problem !== undefined) yield new Violation('I1', `${create.operation.id} ${problem}`);
  }
}

const problemOfAccepted = ({ operation, reply }: AnsweredCreate, stored: OrdersById): string | undefined => {
  if (reply.kind !== 'answered') return undefined;
  const { tenantId, request, isAcceptable } = operation;
  const { orderId } = reply.value.order;
  const order = stored.get(orderKey(tenantId, orderId));
  if (order === undefined) return `was accepted as ${orderId}, and is lost.`;
  if (textOfLines(order.lines) !== textOfLines(request.lines))
    return `was accepted as ${orderId}, whose content is other.`;
  if (request.orderId !== undefined && orderId !== request.orderId) return `became ${orderId}.`;
  return isAcceptable ? undefined : 'was accepted, though its item is unknown.';
};

const problemOfRefused = ({ operation, reply }: AnsweredCreate, stored: OrdersById): string | undefined => {
  if (reply.kind !== 'refused') return undefined;
  if (reply.error.kind === 'conflict')
    return hasOther(operation, stored) ? undefined : 'was refused as a conflict with nothing.';
  return operation.isAcceptable ? `was refused: ${reply.error.message}` : undefined;
};

/** An order that has the request's id or key, and is not what was asked for. */
const hasOther = ({ tenantId, request }: AnsweredCreate['operation'], stored: OrdersById): boolean => {
  const { orderId, idempotencyKey, lines } = request;
  return [...stored.values()].some((order) => {
    if (order.tenantId !== tenantId) return false;
    const isMeant =
      order.orderId === orderId || (idempotencyKey !== undefined && order.idempotencyKey === idempotencyKey);
    const isOther = orderId === undefined ? sharedOrderIds.includes(order.orderId) : order.orderId !== orderId;
    return isMeant && (isOther || textOfLines(order.lines) !== textOfLines(lines));
  });
};

/** I1: no order but those that somebody sent, one for a key. I9: of its own tenant's seller. */
export function* checkOrigins(expectations: Expectations, { orders }: Evidence): Generator<Violation> {
  const sent = sentContents(expectations);
  const keys = new Set<string>();
  for (const order of orders) {
    const name = orderKey(order.tenantId, order.orderId);
    if (!sent.has(contentKey(order.tenantId, order.lines))) yield new Violation('I1', `${name} was sent by nobody.`);
    if (order.sellerId !== sellerOf(order.tenantId)) yield new Violation('I9', `${name} is of ${order.sellerId}.`);
    if (order.idempotencyKey === undefined) continue;
    const key = orderKey(order.tenantId, order.idempotencyKey);
    if (keys.has(key)) yield new Violation('I1', `Two orders were made under the key ${key}.`);
    keys.add(key);
  }
}

const contentKey = (tenantId: string, lines: Lines): string => JSON.stringify([tenantId, textOfLines(lines)]);

const sentContents = ({ answers }: Expectations): ReadonlySet<string> => {
  const requests = answers.creates.map(({ operation }) => contentKey(operation.tenantId, operation.request.lines));
  const files = [...answers.imports.map(({ operation }) => operation), ...answers.replaced.values()];
  const rows = files.flatMap(({ tenantId, file }) =>
    file.groups.flatMap(({ lines }) => (lines === undefined ? [] : [contentKey(tenantId, lines)])),
  );
  return new Set([...requests, ...rows]);
};

/** I6: a cancelled order stays so, once somebody was told; and every history is one line through the states. */
export function* checkHistories({ answers }: Expectations, stored: OrdersById): Generator<Violation> {
  for (const { operation, reply } of answers.commands) {
    const { tenantId, orderId, command } = operation;
    if (command !== 'cancel' || reply.kind !== 'answered') continue;
    const status = stored.get(orderKey(tenantId, orderId))?.status;
    if (status !== 'cancelled') yield new Violation('I6', `${orderId} was cancelled, and is ${status}.`);
  }
  for (const [key, { history, status }] of stored) {
    if (history.at(-1)?.to.status !== status) yield new Violation('I6', `The history of ${key} ends elsewhere.`);
    if (history.some(isIllegal)) yield new Violation('I6', `The history of ${key} goes back.`);
  }
}

const isIllegal = ({ from, to }: Order['history'][number]): boolean =>
  from?.status === 'cancelled' || (from?.status === 'new_order' && to.status !== 'cancelled');
