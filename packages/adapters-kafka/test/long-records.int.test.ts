import type { OrderEventMessage } from '@oms/core';
import { anInsert, eventually, messagesOf } from '@oms/core/contract';
import { expect, test } from 'vitest';
import { onServer } from '../../../services/testing/on-server.js';
import { recordOf } from '../src/event-record.js';
import { openTopics } from './open-topics.js';
import { subscribed } from './subscribed.js';

const created = (orderId: string): OrderEventMessage => messagesOf(anInsert({ orderId }))[0] as OrderEventMessage;

/** A broker takes no record of more bytes, headers and all, unless it is told so. */
const brokerBytes = 1_048_588;

onServer('kafka', ({ address }) => {
  test('a record as long as the broker takes is dead-lettered with its reason, and all others are done', async () => {
    const { bus, send } = await openTopics(address);
    /** Fills a record up to what is taken. */
    const sendLongest = async (recordOfLength: (length: number) => Parameters<typeof send>[1]): Promise<number> => {
      for (let length = brokerBytes; ; length -= 16) {
        const isSent = await send('order.created', recordOfLength(length)).then(
          () => true,
          () => false,
        );
        if (isSent) return length;
      }
    };
    const { value, ...event } = recordOf(created('poison'));
    await bus.publish([created('first')]);
    const foreign = await sendLongest((length) => ({ key: 'x', value: 'x'.repeat(length) }));
    await sendLongest((length) => ({ ...event, value: String(value).padEnd(length) }));
    await bus.publish([created('last')]);
    const own = subscribed(bus, {
      answer: ({ orderId }) =>
        orderId === 'poison' ? { answer: 'poison', reason: 'no '.repeat(9_999) } : { answer: 'done' },
    });
    await eventually(() => expect(own.idsSeen()).toEqual(['first', 'poison', 'poison', 'last']), { withinMs: 20_000 });
    await eventually(async () => expect(await bus.lag('g', ['order.created'])).toBe(0), { withinMs: 5_000 });
    const [one, other, ...rest] = await bus.listDead(10);
    expect([one?.group, one?.type, one?.reason]).toEqual(['g', 'order.created', 'unknown_schema']);
    expect(one?.body).toMatch(new RegExp(`^x+\\.\\.\\. \\(cut from ${foreign} bytes\\)$`));
    expect([other?.group, other?.type, other?.reason]).toEqual([
      'g',
      'order.created',
      'no '.repeat(334).slice(0, 1_000),
    ]);
    expect(rest).toEqual([]);
    expect(await bus.redrive([one?.deadId ?? '', other?.deadId ?? ''])).toBe(0);
    expect((await bus.listDead(10)).length).toBe(2);
  }, 40_000);

  test('a poison event of the longest kind that is published is kept whole, and can be handed out again', async () => {
    const { bus } = await openTopics(address, { maxRecordBytes: 1_000_000 });
    const attributes = { note: 'x'.repeat(999_000) };
    const [long] = messagesOf(anInsert({ orderId: 'long', attributes }));
    let isBroken = true;
    expect(await bus.publish([long as OrderEventMessage])).toEqual([{ answer: 'published' }]);
    const own = subscribed(bus, { answer: () => (isBroken ? { answer: 'poison', reason: 'no' } : { answer: 'done' }) });
    await eventually(async () => expect((await bus.listDead(10)).length).toBe(1), { withinMs: 10_000 });
    const [dead] = await bus.listDead(10);
    expect(JSON.parse(dead?.body ?? '')).toEqual(long);
    isBroken = false;
    expect(await bus.redrive([dead?.deadId ?? ''])).toBe(1);
    await eventually(() => expect(own.seen.length).toBe(3), { withinMs: 10_000 });
    expect(own.seen[2]).toEqual(long);
  }, 40_000);

  test('an event that is too long to be published is refused, and stands in the dead letters', async () => {
    const { bus } = await openTopics(address, { maxRecordBytes: 1_000_000 });
    const [long] = messagesOf(anInsert({ orderId: 'long', attributes: { note: 'x'.repeat(2_000_000) } }));
    expect(await bus.publish([long as OrderEventMessage])).toEqual([{ answer: 'refused', reason: 'too_large' }]);
    const [dead] = await bus.listDead(10);
    expect([dead?.reason, dead?.type]).toEqual(['too_large', 'order.created']);
    expect(dead?.body).toMatch(/^\{"schema_version":1,.*\.\.\. \(cut from \d{7} bytes\)$/);
  });
});
