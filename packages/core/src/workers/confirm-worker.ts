import type { OrderEventMessage } from '../domain/order-event.js';
import type { EventAnswer } from '../ports/order-event-bus.js';
import { confirmOrders } from '../use-cases/confirm-orders.js';
import type { OrderDeps } from '../use-cases/deps.js';
import type { Worker } from './worker.js';

const maxBatch = 2_000;

/**
 * Claims the stock of orders as they are created. An event only wakes it up: the stored order is what counts. While the
 * inventory does not answer it parks what it has and pauses.
 */
export const confirmWorker = (deps: OrderDeps): Worker => ({
  run: (stop) =>
    deps.events.subscribe(
      'confirm',
      { types: ['order.created'], maxBatch },
      async (messages) => {
        let pauseMs = 0;
        for (const [tenantId, orderIds] of byTenant(messages)) {
          pauseMs = Math.max(pauseMs, (await confirmOrders(deps)(tenantId, orderIds)).pauseMs);
        }
        if (pauseMs > 0) await deps.clock.sleep(pauseMs, stop);
        return messages.map((): EventAnswer => ({ answer: 'done' }));
      },
      stop,
    ),
});

const byTenant = (messages: readonly OrderEventMessage[]): ReadonlyMap<string, string[]> => {
  const tenants = new Map<string, string[]>();
  for (const { tenantId, orderId } of messages) {
    const orderIds = tenants.get(tenantId) ?? [];
    orderIds.push(orderId);
    tenants.set(tenantId, orderIds);
  }
  return tenants;
};
