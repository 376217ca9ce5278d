import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import type { ContractCase } from './contract.js';
import { onSubject } from './contract-case.js';
import { eventually, throughout } from './eventually.js';
import { gate } from './gate.js';
import { created, done, type OpenedOrderEventBus, subscribe } from './order-event-bus-opened.js';

const promises = onSubject<OpenedOrderEventBus>;

export const orderEventBusAnswerCases: readonly ContractCase<OpenedOrderEventBus>[] = [
  promises(
    { id: 'order_event_bus.throws', promise: 'A handler that throws is called again with the same messages.' },
    async ({ subject, timings }) => {
      let isBroken = true;
      const own = subscribe(subject, {
        answer: () => {
          if (!isBroken) return done;
          isBroken = false;
          throw new Error('broken inside');
        },
      });
      await subject.publish([created('a'), created('b')]);
      const all = () => [...new Set(own.idsSeen())].sort();
      await eventually(() => ok(own.batches.length >= 2 && all().length === 2), timings);
      const [first = []] = own.batches;
      const later = own.batches.slice(1).flat();
      ok(
        first.every(({ id }) => later.some((message) => message.id === id)),
        'a message was lost',
      );
      await own.end();
      deepStrictEqual(await subject.listDead(10), []);
    },
  ),
  promises(
    { id: 'order_event_bus.one_call', promise: 'A member is handed messages one call at a time.' },
    async ({ subject, timings }) => {
      const hold = gate();
      const own = subscribe(subject, { maxBatch: 1, answer: () => hold.opened.then(() => done) });
      await subject.publish([created('a')]);
      await subject.publish([created('b')]);
      await eventually(() => strictEqual(own.batches.length, 1), timings);
      await throughout(() => strictEqual(own.batches.length, 1), { forMs: timings.withinMs });
      hold.open();
      await eventually(() => strictEqual(own.batches.length, 2), timings);
      await own.end();
    },
  ),
  promises(
    { id: 'order_event_bus.slow', promise: 'A slow handler keeps its membership: its messages go to no other member.' },
    async ({ subject, timings }) => {
      const hold = gate();
      const answer = () => hold.opened.then(() => done);
      const [one, two] = [subscribe(subject, { answer }), subscribe(subject, { answer })];
      await subject.publish([created('a')]);
      const count = () => one.seen().length + two.seen().length;
      await eventually(() => strictEqual(count(), 1), timings);
      await throughout(() => strictEqual(count(), 1), { forMs: 2 * timings.membershipMs + timings.withinMs });
      hold.open();
      await Promise.all([one.end(), two.end()]);
    },
  ),
  promises(
    {
      id: 'order_event_bus.stop',
      promise: 'Once `stop` is aborted the running call is finished and its answers recorded, then subscribe resolves.',
    },
    async ({ subject, timings }) => {
      const hold = gate();
      const own = subscribe(subject, { maxBatch: 1, answer: () => hold.opened.then(() => done) });
      await subject.publish([created('first'), created('second')]);
      await eventually(() => strictEqual(own.batches.length, 1), timings);
      let isEnded = false;
      const end = own.end().then(() => {
        isEnded = true;
      });
      await throughout(() => strictEqual(isEnded, false, 'it did not wait'), { forMs: timings.withinMs });
      hold.open();
      await end;
      strictEqual(own.batches.length, 1);
      const rest = own.idsSeen()[0] === 'first' ? 'second' : 'first';
      const next = subscribe(subject);
      await eventually(() => deepStrictEqual(next.idsSeen(), [rest]), timings);
      await throughout(() => deepStrictEqual(next.idsSeen(), [rest], 'an answer was not recorded'), {
        forMs: timings.withinMs,
      });
      await next.end();
    },
  ),
  promises(
    {
      id: 'order_event_bus.unanswered',
      promise: 'A message whose handler gave no answer before `stop` is handed out again.',
    },
    async ({ subject, timings }) => {
      const hold = gate();
      const own = subscribe(subject, {
        answer: async () => {
          await hold.opened;
          throw new Error('stopped halfway');
        },
      });
      await subject.publish([created('order-1')]);
      await eventually(() => strictEqual(own.seen().length, 1), timings);
      const end = own.end();
      hold.open();
      await end;
      const next = subscribe(subject);
      await eventually(() => deepStrictEqual(next.idsSeen(), ['order-1']), timings);
      await next.end();
    },
  ),
  promises(
    {
      id: 'order_event_bus.crash',
      promise: 'A message counts as handled only after its answer: it comes back when its handler died.',
      needs: 'crash',
    },
    async ({ subject, timings, crash }) => {
      const own = subscribe(subject, { answer: () => new Promise(() => {}) });
      await subject.publish([created('order-1')]);
      await eventually(() => strictEqual(own.seen().length, 1), timings);
      const survivor = await crash?.();
      ok(survivor !== undefined);
      const next = subscribe(survivor);
      const withinMs = 2 * timings.membershipMs + timings.withinMs;
      await eventually(() => deepStrictEqual(next.idsSeen(), ['order-1']), { withinMs });
      await next.end();
    },
  ),
  promises(
    {
      id: 'order_event_bus.joins',
      promise:
        'A member that joins while another is at work: nothing is lost, and what was done comes to neither again.',
    },
    async ({ subject, timings }) => {
      const hold = gate();
      const isHeld = ({ orderId }: { readonly orderId: string }) => orderId.startsWith('later');
      const answer = (message: { readonly orderId: string }) => (isHeld(message) ? hold.opened.then(() => done) : done);
      const one = subscribe(subject, { answer, maxBatch: 2 });
      const [early, later] = ['early', 'later'].map((name) => Array.from({ length: 6 }, (_, n) => `${name}-${n}`));
      const publish = (ids: readonly string[] = []) => subject.publish(ids.map((orderId) => created(orderId)));
      await publish(early);
      await eventually(async () => strictEqual(await subject.lag('group-1', ['order.created']), 0), timings);
      await publish(later);
      await eventually(() => ok(one.seen().some(isHeld)), timings);
      const two = subscribe(subject, { maxBatch: 2 });
      await throughout(() => ok(one.batches.length > 0), { forMs: timings.membershipMs });
      hold.open();
      const seen = () => [...one.idsSeen(), ...two.idsSeen()];
      const withinMs = 2 * timings.membershipMs + timings.withinMs;
      await eventually(() => strictEqual(new Set(seen()).size, 12), { withinMs });
      await throughout(
        () => strictEqual(seen().filter((id) => id.startsWith('early')).length, 6, 'done ones came again'),
        {
          forMs: timings.withinMs,
        },
      );
      await Promise.all([one.end(), two.end()]);
    },
  ),
];
