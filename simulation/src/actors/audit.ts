import { type EventAnswer, eventId, type OrderEventMessage, orderKey } from '@oms/core';
import type { World } from '../world/world.js';

/** Holds of this order are poison to the consumer. */
const poisonOrderId = 'order-2';

export const isPoison = ({ orderId, type }: Pick<OrderEventMessage, 'orderId' | 'type'>): boolean =>
  orderId === poisonOrderId && type === 'order.held';

/** Another team's consumer of all events: it remembers what it saw, and refuses some. */
export class Audit {
  readonly #world: World;
  readonly seen = new Set<string>();
  readonly #last = new Map<string, number>();

  constructor(world: World) {
    this.#world = world;
  }

  see(message: OrderEventMessage): EventAnswer {
    const { watch, coverage } = this.#world;
    const id = eventId(message);
    const stream = `${orderKey(message.tenantId, message.orderId)} ${message.type}`;
    const last = this.#last.get(stream) ?? 0;
    if (!this.seen.has(id) && message.sequence < last) {
      watch.found('I3', `A consumer was handed ${message.type} ${message.sequence} of ${id} after ${last}.`);
    }
    this.seen.add(id);
    this.#last.set(stream, Math.max(last, message.sequence));
    if (!isPoison(message)) return { answer: 'done' };
    coverage.branch('poison');
    return { answer: 'poison', reason: 'The consumer cannot handle this.' };
  }
}
