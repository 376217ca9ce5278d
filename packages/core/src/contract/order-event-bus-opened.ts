import type { OrderEventMessage, OrderEventType } from '../domain/order-event.js';
import { orderEventTypes } from '../domain/order-event.js';
import type { DeadEvent, EventAnswer, OrderEventBus } from '../ports/order-event-bus.js';
import type { Opened } from './contract.js';
import { eventually } from './eventually.js';
import { aHold, anInsert, messagesOf, type OrderParts } from './order-fixtures.js';

/** The subject's own timings: short ones make the kit fast. */
export interface OrderEventBusTimings {
  /** A message is handed out within this; also how long the kit waits to see that nothing more comes. */
  readonly withinMs: number;
  /** A member that sends no sign of life is given up after this. */
  readonly membershipMs: number;
  /** Deliveries until a poison message is dead-lettered; 2 or more. */
  readonly maxTries: number;
}

/** What a harness opens for the cases of OrderEventBus. */
export interface OpenedOrderEventBus extends Opened<OrderEventBus> {
  readonly timings: OrderEventBusTimings;
  /** A message that the subject refuses for good. */
  refusable?(): OrderEventMessage;
  /** Cuts the subject off from its data until it is closed. */
  outage?(): Promise<void>;
  /** Ends the subject as SIGKILL would, its running handlers unanswered; answers with another instance on the same data. */
  crash?(): Promise<OrderEventBus>;
}

/** `order.created` of an order. */
export const created = (orderId: string, parts: OrderParts = {}): OrderEventMessage =>
  messagesOf(anInsert({ orderId, ...parts }))[0] as OrderEventMessage;

/** Events 2, 3... of an order, all `order.held`. */
export const heldMessages = (orderId: string, count: number): readonly OrderEventMessage[] => {
  const messages: OrderEventMessage[] = [];
  let { order } = anInsert({ orderId });
  for (let n = 0; n < count; n += 1) {
    const hold = aHold(order, { code: n % 2 === 0 ? 'insufficient_stock' : 'inventory_unavailable' });
    messages.push(...messagesOf(hold));
    order = hold.order;
  }
  return messages;
};

export const done: EventAnswer = { answer: 'done' };
export const poison = (reason: string): EventAnswer => ({ answer: 'poison', reason });

/** What a member of a group was handed, and a way to end it. */
export interface Membership {
  readonly batches: readonly (readonly OrderEventMessage[])[];
  seen(): readonly OrderEventMessage[];
  /** Ids of orders, in the order in which they came. */
  idsSeen(): readonly string[];
  /** Resolves when `subscribe` does. */
  end(): Promise<void>;
}

export interface MemberOptions {
  readonly group?: string;
  readonly types?: readonly OrderEventType[];
  readonly maxBatch?: number;
  /** Answers each message; default: done. */
  answer?(message: OrderEventMessage): EventAnswer | Promise<EventAnswer>;
}

/** Subscribes in the background; default: group `group-1`, all types. */
export const subscribe = (bus: OrderEventBus, options: MemberOptions = {}): Membership => {
  const { group = 'group-1', types = orderEventTypes, answer = () => done } = options;
  const stop = new AbortController();
  const batches: (readonly OrderEventMessage[])[] = [];
  const limits = options.maxBatch === undefined ? { types } : { types, maxBatch: options.maxBatch };
  const handler = async (messages: readonly OrderEventMessage[]): Promise<readonly EventAnswer[]> => {
    batches.push(structuredClone(messages));
    const answers: EventAnswer[] = [];
    for (const message of messages) answers.push(await answer(message));
    return answers;
  };
  const running = bus.subscribe(group, limits, handler, stop.signal);
  return {
    batches,
    seen: () => batches.flat(),
    idsSeen: () => batches.flat().map(({ orderId }) => orderId),
    end: () => {
      stop.abort();
      return running;
    },
  };
};

/** The dead letters, once there are this many. */
export const deadEvents = async (
  { subject, timings }: OpenedOrderEventBus,
  count: number,
): Promise<readonly DeadEvent[]> => {
  let dead: readonly DeadEvent[] = [];
  await eventually(
    async () => {
      dead = await subject.listDead(100);
      if (dead.length !== count) throw new Error(`${dead.length} dead letters, not ${count}`);
    },
    { withinMs: timings.withinMs * (timings.maxTries + 1) },
  );
  return dead;
};
