import { isSameContent, type Order } from '../domain/order.js';
import { eventId, type OrderEventMessage } from '../domain/order-event.js';
import { orderKey } from '../domain/order-key.js';
import type { EventAnswer } from '../ports/order-event-bus.js';
import { confirmOrders } from '../use-cases/confirm-orders.js';
import type { OrderDeps } from '../use-cases/deps.js';
import { watched } from './watched.js';
import type { Worker } from './worker.js';

const maxBatch = 2_000;

/**
 * Claims the stock of orders as they are created. An event only wakes it up: the stored order is what counts. What a batch
 * settled is published while the next is claimed. While the inventory does not answer it parks what it has and pauses.
 */
export const confirmWorker = (deps: OrderDeps): Worker => ({
  run: async (stop) => {
    let published: Promise<unknown> = Promise.resolve();
    const handle = async (messages: readonly OrderEventMessage[]): Promise<readonly EventAnswer[]> => {
      let pauseMs = 0;
      const stored = new Map<string, Order>();
      const isHeard = heardOf(messages);
      for (const [tenantId, orderIds] of byTenant(messages)) {
        const confirmed = await confirmOrders(deps)(tenantId, orderIds, isHeard);
        for (const order of confirmed.stored) stored.set(orderKey(tenantId, order.orderId), order);
        await published;
        published = confirmed.published;
        pauseMs = Math.max(pauseMs, confirmed.pauseMs);
      }
      if (pauseMs > 0) await deps.clock.sleep(pauseMs, stop);
      return messages.map((message) => answerOf(message, stored.get(orderKey(message.tenantId, message.orderId))));
    };
    await deps.events.subscribe(
      'confirm',
      { types: ['order.created'], maxBatch },
      (messages) => watched(deps, 'confirm', () => handle(messages)),
      stop,
    );
    await published;
  },
});

/** The stored order is what counts: a message that tells of another one is no message of ours. */
const answerOf = ({ orderId, content }: OrderEventMessage, stored: Order | undefined): EventAnswer => {
  if (stored === undefined) return { answer: 'poison', reason: `There is no order ${orderId}.` };
  if (isSameContent(content, stored)) return { answer: 'done' };
  return { answer: 'poison', reason: `It tells of other content than that of the order ${orderId}.` };
};

/** `order.created` is an order's first event: a message that claims a later place is no message of ours. */
const firstSequence = 1;

/** Whether an order's last event, as it is stored, is one of these. */
const heardOf = (messages: readonly OrderEventMessage[]): ((order: Order) => boolean) => {
  const heard = new Map(messages.map((message) => [eventId(message), message]));
  return (order) => {
    const message = order.sequence === firstSequence ? heard.get(eventId(order)) : undefined;
    return message !== undefined && isSameContent(message.content, order);
  };
};

const byTenant = (messages: readonly OrderEventMessage[]): ReadonlyMap<string, string[]> => {
  const tenants = new Map<string, string[]>();
  for (const { tenantId, orderId } of messages) {
    const orderIds = tenants.get(tenantId) ?? [];
    orderIds.push(orderId);
    tenants.set(tenantId, orderIds);
  }
  return tenants;
};
