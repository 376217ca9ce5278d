import type { OrderDeps } from './deps.js';
import { publishEvents } from './publish-events.js';

const ordersPerPass = 500;

/** Publishes one batch of events that their writers left behind; `postponed` when the bus is down. */
export const relayEvents =
  (deps: OrderDeps) => async (): Promise<{ readonly count: number; readonly outcome: 'published' | 'postponed' }> => {
    const { orders, clock, policy } = deps;
    const batch = await orders.leaseUnpublished({
      now: clock.now(),
      leaseMs: policy.relayAfterMs,
      limit: ordersPerPass,
    });
    return { count: batch.length, outcome: await publishEvents(deps)(batch) };
  };
