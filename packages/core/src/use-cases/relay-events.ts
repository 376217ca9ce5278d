import type { OrderDeps } from './deps.js';
import { publishEvents } from './publish-events.js';

const ordersPerPass = 500;

export interface RelayInput {
  /** Also events that are due within this time: for who knows that no writer is at work on them. Default 0. */
  readonly withinMs?: number;
}

/** Publishes one batch of events that their writers left behind; `postponed` when the bus is down. */
export const relayEvents =
  (deps: OrderDeps) =>
  async ({
    withinMs = 0,
  }: RelayInput = {}): Promise<{ readonly count: number; readonly outcome: 'published' | 'postponed' }> => {
    const { orders, clock, policy } = deps;
    const batch = await orders.leaseUnpublished({
      now: clock.now() + withinMs,
      leaseMs: policy.relayAfterMs,
      limit: ordersPerPass,
    });
    return { count: batch.length, outcome: await publishEvents(deps)(batch) };
  };
