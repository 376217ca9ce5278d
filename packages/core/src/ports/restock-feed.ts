import type { RestockMessage } from '../domain/restock-message.js';
import type { EventAnswer } from './order-event-bus.js';
import type { StopSignal } from './stop-signal.js';

/** One answer per message, in the same order. A handler that throws is called again with the same messages. */
export type RestockHandler = (messages: readonly RestockMessage[]) => Promise<readonly EventAnswer[]>;

/**
 * Hears from elsewhere that there is more of an item: from the inventory, or from whoever brings deliveries in. Optional: without
 * one, orders are woken by `restock` alone.
 *
 * - Delivery is at least once, and consumers on the same data share the messages. A message counts as handled only after its answer.
 * - What is no message of a restock, and what the handler calls poison again and again, is dead-lettered with a reason; what comes
 *   behind it goes on.
 */
export interface RestockFeed {
  /**
   * Hands messages to the handler, one call at a time, until `stop` is aborted; then finishes the running call, records its
   * answers, and resolves. An outage is waited out.
   */
  consume(handler: RestockHandler, stop: StopSignal): Promise<void>;
}
