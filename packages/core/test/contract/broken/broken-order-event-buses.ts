import type { EventAnswer, EventHandler, OrderEventBus, OrderEventMessage, SubscribeOptions } from '@oms/core';
import { anInsert, messagesOf, type OpenedOrderEventBus } from '@oms/core/contract';
import { MemoryEvents, MemoryOrderEventBus, SystemClock } from '@oms/core/memory';
import { type BrokenAdapter, close, driverError, pause, withFaults } from './broken-adapter.js';

type Break = (bus: OrderEventBus, events: MemoryEvents) => Partial<OrderEventBus>;

const options = { maxTries: 3, retryDelayMs: 10, pollMs: 2 };
const timings = { withinMs: 100, membershipMs: 60, maxTries: 3 };
const busOn = (events: MemoryEvents): OrderEventBus => new MemoryOrderEventBus(new SystemClock(), events, options);

const openOn = (events: MemoryEvents, faults: Break): OpenedOrderEventBus => {
  const bus = busOn(events);
  return {
    subject: withFaults(bus, faults(bus, events)),
    timings,
    again: async () => busOn(new MemoryEvents()),
    crash: async () => busOn(new MemoryEvents()),
    refusable: () => messagesOf(anInsert({ orderId: 'refused' }))[0] as OrderEventMessage,
    close,
  };
};

const broken = (fault: string, fails: readonly string[], faults: Break): BrokenAdapter<OpenedOrderEventBus> => ({
  fault,
  fails: fails.map((id) => `order_event_bus.${id}`),
  harness: { open: async () => openOn(new MemoryEvents(), faults) },
});

/** Subscribes with a handler around the handler. */
const around = (
  bus: OrderEventBus,
  wrap: (handler: EventHandler) => EventHandler,
): Pick<OrderEventBus, 'subscribe'> => ({
  subscribe: (group, limits, handler, stop) => bus.subscribe(group, limits, wrap(handler), stop),
});

const withLimits = (bus: OrderEventBus, limits: Partial<SubscribeOptions>): Pick<OrderEventBus, 'subscribe'> => ({
  subscribe: (group, given, handler, stop) => bus.subscribe(group, { ...given, ...limits }, handler, stop),
});

const shared = new MemoryEvents();
const done: EventAnswer = { answer: 'done' };

const ofData: readonly BrokenAdapter<OpenedOrderEventBus>[] = [
  {
    fault: 'shares its data with every other subject',
    fails: ['order_event_bus.fresh'],
    harness: { open: async () => openOn(shared, () => ({})) },
  },
  broken('keeps its data for itself', ['again', 'crash'], () => ({})),
  broken('publishes what should be refused', ['refused'], () => ({})),
  {
    fault: "leaks its driver's errors",
    fails: ['order_event_bus.unavailable'],
    harness: {
      async open() {
        const faults: Partial<OrderEventBus> = {};
        const opened = openOn(new MemoryEvents(), () => faults);
        return { ...opened, outage: async () => void Object.assign(faults, { publish: driverError }) };
      },
    },
  },
];

const ofDelivery: readonly BrokenAdapter<OpenedOrderEventBus>[] = [
  broken('loses the content', ['publish'], (bus) => ({
    publish: (messages) =>
      bus.publish(messages.map((message) => ({ ...message, content: { ...message.content, attributes: {} } }))),
  })),
  broken('loses the order of an order', ['sequence'], (bus) => ({
    publish: (messages) => bus.publish([...messages].reverse()),
  })),
  broken('begins with the newest event', ['oldest'], (bus, events) => ({
    subscribe(group, limits, handler, stop) {
      if (!events.groups.has(group)) events.groupOf(group).next = events.log.length;
      return bus.subscribe(group, limits, handler, stop);
    },
  })),
  broken('hands a message to one group alone', ['groups'], (bus) => ({
    subscribe: (_, limits, handler, stop) => bus.subscribe('all', limits, handler, stop),
  })),
  broken('hands every message to every member', ['members'], (bus) => {
    let members = 0;
    return {
      subscribe(group, limits, handler, stop) {
        members += 1;
        return bus.subscribe(`${group}-${members}`, limits, handler, stop);
      },
    };
  }),
  broken('takes no notice of the types', ['types'], (bus) =>
    withLimits(bus, { types: ['order.created', 'order.confirmed', 'order.held', 'order.cancelled'] }),
  ),
  broken('takes no notice of the batch size', ['max_batch'], (bus) => withLimits(bus, { maxBatch: 500 })),
  broken("keeps the caller's objects", ['aliasing.in'], (_, events) => ({
    async publish(messages) {
      events.log.push(...messages);
      return messages.map(() => ({ answer: 'published' }));
    },
  })),
  broken('hands out its own objects', ['aliasing.out'], (bus, events) =>
    around(
      bus,
      (handler) => (messages) =>
        handler(messages.map(({ id }) => events.log.find((message) => message.id === id) as OrderEventMessage)),
    ),
  ),
];

const ofAnswers: readonly BrokenAdapter<OpenedOrderEventBus>[] = [
  broken('acknowledges first', ['throws', 'poison', 'unanswered', 'dead.order', 'redrive'], (bus) =>
    around(bus, (handler) => async (messages) => {
      await handler(messages).catch(() => undefined);
      return messages.map(() => done);
    }),
  ),
  broken('dead-letters at the first poison', ['poison', 'redrive'], (bus, events) => ({
    ...around(bus, (handler) => async (messages) => {
      const answers = await handler(messages);
      for (const [n, answer] of answers.entries()) {
        const message = messages[n] as OrderEventMessage;
        if (answer.answer === 'poison') events.dead.set(message.id, { group: 'g', message, reason: answer.reason });
      }
      return answers.map(() => done);
    }),
  })),
  broken('hands a batch out again for one poison', ['poison.others'], (bus) =>
    around(bus, (handler) => async (messages) => {
      const answers = await handler(messages);
      const poison = answers.find(({ answer }) => answer === 'poison');
      return poison === undefined ? answers : answers.map(() => poison);
    }),
  ),
  broken('hands out the next batch while one runs', ['one_call', 'stop'], (bus) =>
    around(bus, (handler) => async (messages) => {
      const answers = handler(messages);
      await pause();
      void answers.catch(() => undefined);
      return messages.map(() => done);
    }),
  ),
  broken('gives a slow member up', ['slow'], (bus, events) => ({
    subscribe(group, limits, handler, stop) {
      const patient: EventHandler = (messages) => {
        setTimeout(() => {
          const own = events.groupOf(group);
          own.inFlight = undefined;
          own.next = 0;
        }, 60);
        return handler(messages);
      };
      return bus.subscribe(group, limits, patient, stop);
    },
  })),
  broken('forgets the answers of the call that runs when it is stopped', ['stop'], (bus) => ({
    subscribe: async (group, limits, handler, stop) => {
      const forgetful: EventHandler = async (events) => {
        const answers = await handler(events);
        if (stop.aborted) throw new Error('It is stopped: nothing is recorded.');
        return answers;
      };
      return bus.subscribe(group, limits, forgetful, stop);
    },
  })),
  broken('drops what runs when it is stopped', ['stop'], (bus) => ({
    subscribe: (group, limits, handler, stop) =>
      Promise.race([
        bus.subscribe(group, limits, handler, stop),
        new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve())),
      ]),
  })),
  broken('begins again when a member joins', ['joins'], (bus, events) => ({
    subscribe(group, limits, handler, stop) {
      events.groupOf(group).next = 0;
      return bus.subscribe(group, limits, handler, stop);
    },
  })),
  broken('counts the whole log as lag', ['lag'], (_, events) => ({ lag: async () => events.log.length })),
  broken('lists the newest dead letter first', ['dead.order'], (bus) => ({
    listDead: async (limit) => [...(await bus.listDead(100))].reverse().slice(0, limit),
  })),
  broken('hands a dead letter to every group', ['redrive'], (bus, events) => ({
    async redrive(deadIds) {
      const messages = deadIds.flatMap((deadId) => events.dead.get(deadId)?.message ?? []);
      await bus.publish(messages);
      return bus.redrive(deadIds);
    },
  })),
];

export const brokenOrderEventBuses = [...ofData, ...ofDelivery, ...ofAnswers];
