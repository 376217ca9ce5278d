import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import type { ContractCase } from './contract.js';
import { onSubject } from './contract-case.js';
import { eventually, throughout } from './eventually.js';
import {
  created,
  deadEvents,
  done,
  heldMessages,
  type OpenedOrderEventBus,
  poison,
  subscribe,
} from './order-event-bus-opened.js';

const promises = onSubject<OpenedOrderEventBus>;
const countOf = (ids: readonly string[], wanted: string): number => ids.filter((id) => id === wanted).length;

export const orderEventBusDeadCases: readonly ContractCase<OpenedOrderEventBus>[] = [
  promises(
    {
      id: 'order_event_bus.poison',
      promise: 'A poison message is delivered until the limit of tries, then dead-lettered with its group and reason.',
    },
    async (opened) => {
      const { subject, timings } = opened;
      const own = subscribe(subject, { answer: () => poison('cannot be read') });
      await subject.publish([created('bad')]);
      const [dead] = await deadEvents(opened, 1);
      deepStrictEqual([dead?.group, dead?.type, dead?.reason], ['group-1', 'order.created', 'cannot be read']);
      deepStrictEqual(JSON.parse(dead?.body ?? ''), created('bad'));
      strictEqual(own.seen().length, timings.maxTries);
      await throughout(() => strictEqual(own.seen().length, timings.maxTries), { forMs: timings.withinMs });
      await own.end();
    },
  ),
  promises(
    {
      id: 'order_event_bus.poison.others',
      promise: 'While a message is poison others proceed, and each `done` of its batch is recorded.',
    },
    async (opened) => {
      const { subject, timings } = opened;
      const answer = ({ orderId }: { readonly orderId: string }) => (orderId === 'bad' ? poison('no') : done);
      const own = subscribe(subject, { answer });
      await subject.publish([created('a'), created('bad'), created('b')]);
      await subject.publish([created('c')]);
      await eventually(() => ok(own.idsSeen().includes('c')), timings);
      await deadEvents(opened, 1);
      for (const id of ['a', 'b', 'c']) strictEqual(countOf(own.idsSeen(), id), 1, `${id} came again`);
      await own.end();
      const next = subscribe(subject, { answer });
      await throughout(() => deepStrictEqual(next.idsSeen(), []), { forMs: timings.withinMs });
      await next.end();
    },
  ),
  promises(
    {
      id: 'order_event_bus.dead.order',
      promise: 'listDead gives dead letters of all groups, oldest first, at most `limit`.',
    },
    async (opened) => {
      const { subject } = opened;
      const groups = ['z-group', 'a-group'];
      for (const [n, group] of groups.entries()) {
        const own = subscribe(subject, { group, answer: ({ orderId }) => poison(orderId) });
        if (n === 0) await subject.publish([created('c')]);
        await deadEvents(opened, n + 1);
        await own.end();
      }
      deepStrictEqual(
        (await subject.listDead(10)).map(({ group }) => group),
        groups,
      );
      deepStrictEqual(
        (await subject.listDead(1)).map(({ group }) => group),
        ['z-group'],
      );
    },
  ),
  promises(
    {
      id: 'order_event_bus.redrive',
      promise: 'redrive hands dead letters to their own group again and tells how many there were.',
    },
    async (opened) => {
      const { subject, timings } = opened;
      let isBroken = true;
      const own = subscribe(subject, { answer: () => (isBroken ? poison('no') : done) });
      const other = subscribe(subject, { group: 'group-2' });
      await subject.publish([created('bad')]);
      const [dead] = await deadEvents(opened, 1);
      isBroken = false;
      strictEqual(await subject.redrive(['none', dead?.deadId ?? '']), 1);
      await eventually(() => strictEqual(own.seen().length, timings.maxTries + 1), timings);
      deepStrictEqual(await subject.listDead(10), []);
      strictEqual(await subject.redrive([dead?.deadId ?? '']), 0);
      strictEqual(other.seen().length, 1);
      await Promise.all([own.end(), other.end()]);
    },
  ),
  promises(
    {
      id: 'order_event_bus.lag',
      promise: 'lag counts what the group has not answered for, of these types alone; what it gave up counts no more.',
    },
    async (opened) => {
      const { subject, timings } = opened;
      const lag = (group: string) => subject.lag(group, ['order.created']);
      await subject.publish([created('bad'), ...heldMessages('other', 2)]);
      await subject.publish([created('a')]);
      strictEqual(await lag('group-1'), 2);
      const own = subscribe(subject, { answer: ({ orderId }) => (orderId === 'bad' ? poison('no') : done) });
      await deadEvents(opened, 1);
      await eventually(async () => strictEqual(await lag('group-1'), 0), timings);
      await own.end();
      strictEqual(await lag('group-2'), 2);
      await subject.publish([created('b')]);
      strictEqual(await lag('group-1'), 1);
    },
  ),
  promises(
    {
      id: 'order_event_bus.refused',
      promise: 'A message that is refused for good is dead-lettered with its reason; others of the call are published.',
      needs: 'refusable',
    },
    async (opened) => {
      const { subject, timings, refusable } = opened;
      const refused = refusable?.() ?? created('refused');
      const answers = await subject.publish([created('a'), refused, created('b')]);
      deepStrictEqual(
        answers.map(({ answer }) => answer),
        ['published', 'refused', 'published'],
      );
      const [dead] = await deadEvents(opened, 1);
      const reason = answers[1]?.answer === 'refused' ? answers[1].reason : '';
      deepStrictEqual([dead?.group, dead?.reason, dead?.type], [undefined, reason, refused.type]);
      const own = subscribe(subject);
      await eventually(() => deepStrictEqual([...own.idsSeen()].sort(), ['a', 'b']), timings);
      await own.end();
    },
  ),
];
