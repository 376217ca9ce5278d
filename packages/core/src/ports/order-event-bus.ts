import type { OrderEventMessage, OrderEventType } from '../domain/order-event.js';
import type { StopSignal } from './stop-signal.js';

export type PublishAnswer =
  | { readonly answer: 'published' }
  /** Never accepted, however often it is sent; it stands in the dead letters with its reason. */
  | { readonly answer: 'refused'; readonly reason: string };

/** `poison`: this event can never be handled. Delivered again until the limit of tries, then dead-lettered. */
export type EventAnswer = { readonly answer: 'done' } | { readonly answer: 'poison'; readonly reason: string };

/** One answer per message, in the same order. A handler that throws is called again with the same messages. */
export type EventHandler = (messages: readonly OrderEventMessage[]) => Promise<readonly EventAnswer[]>;

export interface SubscribeOptions {
  readonly types: readonly OrderEventType[];
  /** Most messages a handler gets at once; default 500. */
  readonly maxBatch?: number;
}

export interface DeadEvent {
  readonly deadId: string;
  /** The consumer group that gave it up, or undefined when publishing refused it. */
  readonly group?: string;
  readonly type: string;
  /** The message as JSON. */
  readonly body: string;
  readonly reason: string;
}

/**
 * Announces what happened to orders.
 *
 * - Delivery is at least once per group. First arrivals of one order's events of one type come in sequence; repeats may
 *   come late. Members of a group share its messages; different groups each get all. When a member joins, nothing is lost,
 *   and what was done comes to nobody again.
 * - A group that subscribes for the first time begins with the oldest event that is still kept.
 * - Values handed to a handler are its own: changing them changes nothing elsewhere.
 */
export interface OrderEventBus {
  /**
   * One answer per message, in the same order. `published` means durable. Within a call an order's event n+1 is not sent
   * before n is durable. Throws `unavailable` / `event_bus_unavailable` when the bus did not take them: any of them may be
   * durable, and sending them again is safe.
   */
  publish(messages: readonly OrderEventMessage[]): Promise<readonly PublishAnswer[]>;
  /**
   * Hands messages to the handler, one call at a time for a member, until `stop` is aborted; then finishes the running
   * call, records its answers, and resolves. A message counts as handled only after its answer. A slow handler keeps its
   * membership. An outage is waited out. Each `done` is recorded even when another message of the batch is poison.
   */
  subscribe(group: string, options: SubscribeOptions, handler: EventHandler, stop: StopSignal): Promise<void>;
  /** How many messages of these types the group has not answered for, and not given up: for whoever watches it. */
  lag(group: string, types: readonly OrderEventType[]): Promise<number>;
  /** Dead letters of all groups, oldest first, at most `limit`. */
  listDead(limit: number): Promise<readonly DeadEvent[]>;
  /** Hands dead letters to their group again (a refused one is published again); resolves with how many there were. */
  redrive(deadIds: readonly string[]): Promise<number>;
}
