import type { OrderEventBus, OrderEventMessage } from '@oms/core';
import type { PortCaller } from './port-caller.js';

export interface SimulatedEventBusOptions {
  readonly subject: OrderEventBus;
  readonly onPublish: (messages: readonly OrderEventMessage[]) => void;
}

/** A bus whose deliveries are calls too: a handler may die before or after its work, and its answer may be lost. */
export const simulatedEventBus = (
  caller: PortCaller,
  { subject, onPublish }: SimulatedEventBusOptions,
): OrderEventBus => ({
  publish: (messages) =>
    caller.call({
      name: 'events.publish',
      input: [messages],
      effect: () => {
        onPublish(messages);
        return subject.publish(messages);
      },
    }),
  subscribe: (group, options, handler, stop) =>
    subject.subscribe(
      group,
      options,
      (messages) => caller.call({ name: 'events.deliver', input: [messages], effect: () => handler(messages) }),
      stop,
    ),
  lag: (group, types) => subject.lag(group, types),
  listDead: (limit) => subject.listDead(limit),
  redrive: (deadIds) => subject.redrive(deadIds),
});
