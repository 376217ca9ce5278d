import { eventId, orderKey } from '@oms/core';
import { sellerOf } from '../inputs/items.js';
import type { Evidence } from './evidence.js';
import { Violation } from './violation.js';

/** I3, I8 and I9: every order's events were published, all of them, in sequence within a type, of its own tenant. */
export function* checkEvents({ orders, published, unpublished }: Evidence): Generator<Violation> {
  for (const { tenantId, orderId } of unpublished) {
    yield new Violation('I8', `${orderKey(tenantId, orderId)} has events that nobody published.`);
  }
  const first = new Map<string, number>();
  const seen = new Set<string>();
  for (const message of published) {
    const { tenantId, orderId, type, sequence, content } = message;
    const stream = `${orderKey(tenantId, orderId)} ${type}`;
    if (!seen.has(eventId(message)) && sequence < (first.get(stream) ?? 0)) {
      yield new Violation('I3', `${type} ${sequence} of ${orderKey(tenantId, orderId)} came after a later one.`);
    }
    seen.add(eventId(message));
    first.set(stream, Math.max(first.get(stream) ?? 0, sequence));
    if (content.sellerId !== sellerOf(tenantId))
      yield new Violation('I9', `An event of ${tenantId} tells of ${content.sellerId}.`);
  }
  for (const { tenantId, orderId, sequence } of orders) {
    for (let n = 1; n <= sequence; n += 1) {
      if (seen.has(eventId({ tenantId, orderId, sequence: n }))) continue;
      yield new Violation('I3', `Event ${n} of ${orderKey(tenantId, orderId)} was never published.`);
    }
  }
}
