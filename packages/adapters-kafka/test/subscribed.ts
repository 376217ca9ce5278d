import { type EventAnswer, type OrderEventBus, type OrderEventMessage, orderEventTypes } from '@oms/core';
import { onTestFinished } from 'vitest';

const done: EventAnswer = { answer: 'done' };

export interface SubscribedOptions {
  readonly maxBatch?: number;
  /** Default: done. */
  readonly answer?: (message: OrderEventMessage) => EventAnswer | Promise<EventAnswer>;
}

/** A member of the group `g` for the length of a test, with what it was handed. */
export const subscribed = (bus: OrderEventBus, { maxBatch = 500, answer = () => done }: SubscribedOptions = {}) => {
  const stop = new AbortController();
  const seen: OrderEventMessage[] = [];
  const options = { types: orderEventTypes, maxBatch };
  const handler = async (messages: readonly OrderEventMessage[]) => {
    seen.push(...messages);
    return Promise.all(messages.map(answer));
  };
  const running = bus.subscribe('g', options, handler, stop.signal);
  const end = () => {
    stop.abort();
    return running;
  };
  onTestFinished(end);
  return { seen, idsSeen: () => seen.map(({ orderId }) => orderId), end };
};
