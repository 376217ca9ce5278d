import type { OrderEventBus, OrderRepo } from '@oms/core';
import { Gauge, type Registry } from 'prom-client';

export interface BacklogPorts {
  readonly orders: Pick<OrderRepo, 'countUnpublished'>;
  readonly events: Pick<OrderEventBus, 'lag'>;
}

const group = 'confirm';

/** Asks at every scrape what waits in the outbox and for the confirm workers; what does not answer is left out. */
export const addBacklogMetrics = (registry: Registry, { orders, events }: BacklogPorts): void => {
  const registers = [registry];
  const waiting = new Gauge({ name: 'oms_outbox_orders', help: 'Orders with unpublished events', registers });
  new Gauge({
    name: 'oms_outbox_age_seconds',
    help: 'Age of the oldest event of the order that is due for the relay longest; 0 when nothing waits',
    registers,
    async collect() {
      this.reset();
      waiting.reset();
      const backlog = await orders.countUnpublished().catch(() => undefined);
      if (backlog === undefined) return;
      waiting.set(backlog.orders);
      this.set(backlog.oldestAt === undefined ? 0 : Math.max(0, Date.now() - backlog.oldestAt) / 1_000);
    },
  });
  new Gauge({
    name: 'oms_consumer_lag_events',
    help: 'Events that their consumers have not answered for, by group',
    labelNames: ['group'],
    registers,
    async collect() {
      this.reset();
      const lag = await events.lag(group, ['order.created']).catch(() => undefined);
      if (lag !== undefined) this.set({ group }, lag);
    },
  });
};
