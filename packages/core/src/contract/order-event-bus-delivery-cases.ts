import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert';
import type { ContractCase } from './contract.js';
import { onSubject, onTwoInstances, onTwoSubjects } from './contract-case.js';
import { eventually, throughout } from './eventually.js';
import { created, heldMessages, type OpenedOrderEventBus, subscribe } from './order-event-bus-opened.js';

const promises = onSubject<OpenedOrderEventBus>;
const published = { answer: 'published' };

export const orderEventBusDeliveryCases: readonly ContractCase<OpenedOrderEventBus>[] = [
  onTwoSubjects<OpenedOrderEventBus>(
    { id: 'order_event_bus.fresh', promise: 'Two fresh subjects share nothing.' },
    async ({ subject, timings }, fresh) => {
      await subject.publish([created('order-1')]);
      const theirs = subscribe(fresh.subject);
      await throughout(() => strictEqual(theirs.seen().length, 0), { forMs: timings.withinMs });
      await theirs.end();
    },
  ),
  promises(
    {
      id: 'order_event_bus.publish',
      promise: 'publish gives one answer per message; each is delivered as it was given.',
    },
    async ({ subject, timings }) => {
      const parts = { tenantId: 'a:b', attributes: { note: 'ünïcode "quoted"' }, idempotencyKey: 'key-1' };
      const messages = [created('x:y', parts), ...heldMessages('order-2', 1), created('order-3')];
      const own = subscribe(subject);
      deepStrictEqual(await subject.publish(messages), [published, published, published]);
      deepStrictEqual(await subject.publish([]), []);
      const sorted = () => [...own.seen()].sort((a, b) => (a.orderId < b.orderId ? -1 : 1));
      const expected = [messages[1], messages[2], messages[0]];
      await eventually(() => deepStrictEqual(sorted(), expected), timings);
      await own.end();
    },
  ),
  promises(
    {
      id: 'order_event_bus.sequence',
      promise: "First arrivals of one order's events of one type come in sequence.",
    },
    async ({ subject, timings }) => {
      const orders = ['a', 'b', 'c'].map((orderId) => heldMessages(orderId, 12));
      const mixed = Array.from({ length: 12 }, (_, n) => orders.map((messages) => messages[n])).flat();
      const own = subscribe(subject, { maxBatch: 5 });
      for (let at = 0; at < mixed.length; at += 9) {
        await subject.publish(mixed.slice(at, at + 9).filter((message) => message !== undefined));
      }
      await eventually(() => ok(new Set(own.seen().map(({ id }) => id)).size === 36), timings);
      for (const messages of orders) {
        const firsts = [...new Set(own.seen().map(({ id }) => id))].filter((id) => messages.some((m) => m.id === id));
        deepStrictEqual(
          firsts,
          messages.map(({ id }) => id),
        );
      }
      await own.end();
    },
  ),
  promises(
    {
      id: 'order_event_bus.oldest',
      promise: 'A group that subscribes for the first time begins with the oldest event that is still kept.',
    },
    async ({ subject, timings }) => {
      await subject.publish([created('before-1')]);
      await subject.publish([created('before-2')]);
      const own = subscribe(subject);
      await eventually(() => deepStrictEqual([...own.idsSeen()].sort(), ['before-1', 'before-2']), timings);
      await own.end();
    },
  ),
  promises(
    { id: 'order_event_bus.groups', promise: 'Different groups each get all messages.' },
    async ({ subject, timings }) => {
      const one = subscribe(subject, { group: 'one' });
      const two = subscribe(subject, { group: 'two' });
      await subject.publish([created('a'), created('b')]);
      for (const member of [one, two]) {
        await eventually(() => deepStrictEqual([...member.idsSeen()].sort(), ['a', 'b']), timings);
      }
      await Promise.all([one.end(), two.end()]);
    },
  ),
  promises(
    { id: 'order_event_bus.members', promise: 'Members of a group share its messages.' },
    async ({ subject, timings }) => {
      const one = subscribe(subject, { maxBatch: 2 });
      const two = subscribe(subject, { maxBatch: 2 });
      const ids = Array.from({ length: 20 }, (_, n) => `order-${n + 10}`);
      await subject.publish(ids.map((orderId) => created(orderId)));
      const all = () => [...one.idsSeen(), ...two.idsSeen()].sort();
      await eventually(() => deepStrictEqual([...new Set(all())], ids), timings);
      await throughout(() => ok(all().length < 2 * ids.length, 'both got all'), { forMs: timings.withinMs });
      await Promise.all([one.end(), two.end()]);
    },
  ),
  promises(
    { id: 'order_event_bus.types', promise: 'A member is handed messages of its types alone.' },
    async ({ subject, timings }) => {
      const own = subscribe(subject, { types: ['order.created', 'order.cancelled'] });
      await subject.publish([...heldMessages('order-1', 2), created('order-2')]);
      await eventually(() => deepStrictEqual(own.idsSeen(), ['order-2']), timings);
      await throughout(() => deepStrictEqual(own.idsSeen(), ['order-2']), { forMs: timings.withinMs });
      await own.end();
    },
  ),
  promises(
    { id: 'order_event_bus.max_batch', promise: 'A handler gets at most `maxBatch` messages at once, and 1 or more.' },
    async ({ subject, timings }) => {
      await subject.publish(Array.from({ length: 10 }, (_, n) => created(`order-${n}`)));
      const own = subscribe(subject, { maxBatch: 3 });
      await eventually(() => strictEqual(new Set(own.idsSeen()).size, 10), timings);
      ok(own.batches.every(({ length }) => length >= 1 && length <= 3));
      await own.end();
    },
  ),
  promises(
    { id: 'order_event_bus.aliasing.in', promise: 'What is published is copied: changing it later changes nothing.' },
    async ({ subject, timings }) => {
      const message = structuredClone(created('order-1'));
      await subject.publish([message]);
      (message.content as { sellerId: string }).sellerId = 'spoilt';
      const own = subscribe(subject);
      await eventually(() => deepStrictEqual(own.seen(), [created('order-1')]), timings);
      await own.end();
    },
  ),
  promises(
    {
      id: 'order_event_bus.aliasing.out',
      promise: 'Values handed to a handler are its own: changing them changes nothing elsewhere.',
    },
    async ({ subject, timings }) => {
      let calls = 0;
      const spoiler = subscribe(subject, {
        answer: (message) => {
          (message.content as { sellerId: string }).sellerId = 'spoilt';
          calls += 1;
          if (calls === 1) throw new Error('again');
          return { answer: 'done' };
        },
      });
      await subject.publish([created('order-1')]);
      await eventually(() => strictEqual(spoiler.batches.length, 2), timings);
      const other = subscribe(subject, { group: 'group-2' });
      await eventually(() => strictEqual(other.seen().length, 1), timings);
      deepStrictEqual([spoiler.seen()[1], other.seen()[0]], [created('order-1'), created('order-1')]);
      await Promise.all([spoiler.end(), other.end()]);
    },
  ),
  onTwoInstances<OpenedOrderEventBus>(
    {
      id: 'order_event_bus.again',
      promise: '`published` means durable: another instance on the same data delivers it.',
    },
    async (one, other, { timings }) => {
      await one.publish([created('order-1')]);
      const own = subscribe(other);
      await eventually(() => deepStrictEqual(own.idsSeen(), ['order-1']), timings);
      await own.end();
    },
  ),
  promises(
    {
      id: 'order_event_bus.unavailable',
      promise: 'publish throws unavailable / event_bus_unavailable when the bus did not take the messages.',
      needs: 'outage',
    },
    async ({ subject, outage }) => {
      await outage?.();
      const expected = { kind: 'unavailable', code: 'event_bus_unavailable' };
      await rejects(subject.publish([created('order-1')]), expected);
    },
  ),
];
