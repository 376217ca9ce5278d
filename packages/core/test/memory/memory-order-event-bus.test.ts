import { expect, test } from 'vitest';
import { anInsert, eventually, messagesOf } from '../../src/contract/index.js';
import type { EventHandler } from '../../src/index.js';
import { ManualClock, MemoryEvents, MemoryOrderEventBus } from '../../src/memory/index.js';

const types = ['order.created'] as const;
const membershipMs = 1_000;
const soon = { withinMs: 5_000 };

test('what a lost member was handed comes before anything newer, though poison waits for its time', async () => {
  const events = new MemoryEvents();
  const options = { membershipMs, retryDelayMs: 1_000_000, pollMs: 1 };
  const open = (clock: ManualClock) => new MemoryOrderEventBus(clock, events, options);
  const publish = (orderId: string) => open(new ManualClock()).publish(messagesOf(anInsert({ orderId })));
  const stop = new AbortController();
  const seen: string[] = [];

  const lostClock = new ManualClock();
  const poisonThenSilence: EventHandler = async ([first]) => {
    seen.push(String(first?.orderId));
    return first?.orderId === 'poison' ? [{ answer: 'poison', reason: 'bad' }] : new Promise(() => undefined);
  };
  await publish('poison');
  void open(lostClock).subscribe('group', { types: [...types] }, poisonThenSilence, stop.signal);
  await eventually(() => expect(seen).toEqual(['poison']), soon);
  await publish('lost');
  await eventually(() => {
    lostClock.advance(1);
    expect(seen).toEqual(['poison', 'lost']);
  }, soon);

  await publish('newer');
  const clock = new ManualClock(lostClock.now() + membershipMs + 1);
  const others: string[] = [];
  const done: EventHandler = async (messages) => {
    others.push(...messages.map(({ orderId }) => orderId));
    return messages.map(() => ({ answer: 'done' }));
  };
  const running = open(clock).subscribe('group', { types: [...types] }, done, stop.signal);
  await eventually(() => {
    clock.advance(1);
    expect(others.filter((orderId) => orderId !== 'poison')).toEqual(['lost', 'newer']);
  }, soon);
  stop.abort();
  await running;
});
