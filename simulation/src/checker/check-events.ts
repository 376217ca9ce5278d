import { eventId, type OrderEventMessage, orderKey } from '@oms/core';
import { sellerOf } from '../inputs/items.js';
import type { Evidence } from './evidence.js';
import { Violation } from './violation.js';

/** I3, I8 and I9: every order's events were published, all of them, in sequence within a type, of its own tenant. */
export function* checkEvents({ orders, published, unpublished }: Evidence): Generator<Violation> {
  for (const { tenantId, orderId } of unpublished) {
    yield new Violation('I8', `${orderKey(tenantId, orderId)} has events that nobody published.`);
  }
  const arrivals = firstArrivals(published);
  yield* checkSequence(arrivals.values());
  for (const order of orders) {
    const missing = sequencesOf(order).find((sequence) => !arrivals.has(eventId({ ...order, sequence })));
    if (missing === undefined) continue;
    yield new Violation('I3', `Event ${missing} of ${orderKey(order.tenantId, order.orderId)} was never published.`);
  }
}

const sequencesOf = ({ sequence }: { readonly sequence: number }): readonly number[] =>
  Array.from({ length: sequence }, (_, index) => index + 1);

const firstArrivals = (published: readonly OrderEventMessage[]): ReadonlyMap<string, OrderEventMessage> => {
  const arrivals = new Map<string, OrderEventMessage>();
  for (const message of published) if (!arrivals.has(eventId(message))) arrivals.set(eventId(message), message);
  return arrivals;
};

function* checkSequence(arrivals: Iterable<OrderEventMessage>): Generator<Violation> {
  const last = new Map<string, number>();
  for (const { tenantId, orderId, type, sequence, content } of arrivals) {
    const stream = `${orderKey(tenantId, orderId)} ${type}`;
    if (sequence < (last.get(stream) ?? 0)) yield new Violation('I3', `${stream} ${sequence} came after a later one.`);
    last.set(stream, sequence);
    if (content.sellerId !== sellerOf(tenantId)) yield new Violation('I9', `${stream} tells of ${content.sellerId}.`);
  }
}
