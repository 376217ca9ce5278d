import { randomUUID } from 'node:crypto';
import { type OrderEventMessage, orderEventTypes } from '@oms/core';
import { anInsert, messagesOf } from '@oms/core/contract';
import { expect, onTestFinished, test } from 'vitest';
import { onServer } from '../../../services/testing/on-server.js';
import { connectKafka, ensureTopics, KafkaOrderEventBus, missingTopics } from '../src/index.js';

onServer('kafka', ({ address }) => {
  const open = async () => {
    const topicPrefix = `test-${randomUUID()}.`;
    const { kafka, producer, close } = await connectKafka({ brokers: address.split(',') });
    onTestFinished(close);
    return { kafka, topicPrefix, bus: new KafkaOrderEventBus(kafka, producer, { topicPrefix }) };
  };

  test('what is missing is named until it is made, and made once', async () => {
    const { kafka, topicPrefix } = await open();
    const settings = { topicPrefix, replicationFactor: 1 };
    const missing = await missingTopics(kafka, settings);
    expect(missing).toContain(`${topicPrefix}order.created`);
    expect(missing).toContain(`${topicPrefix}order.created.dead`);
    expect(await ensureTopics(kafka, settings)).toEqual(missing);
    expect(await ensureTopics(kafka, settings)).toEqual(missing);
    expect(await missingTopics(kafka, settings)).toEqual([]);
  });

  test('a broker that makes topics by itself is not led to it, and subscribing ends', async () => {
    const { kafka, bus, topicPrefix } = await open();
    const [created] = messagesOf(anInsert({}));
    const unavailable = { kind: 'unavailable', code: 'event_bus_unavailable' };
    await expect(bus.publish([created as OrderEventMessage])).rejects.toMatchObject(unavailable);
    expect(await bus.lag('g', orderEventTypes)).toBe(0);
    expect(await bus.listDead(10)).toEqual([]);
    const subscribed = bus.subscribe('g', { types: orderEventTypes }, async () => [], new AbortController().signal);
    await expect(subscribed).rejects.toMatchObject(unavailable);
    const admin = kafka.admin();
    await admin.connect();
    onTestFinished(() => admin.disconnect());
    expect((await admin.listTopics()).filter((topic) => topic.startsWith(topicPrefix))).toEqual([]);
  }, 60_000);
});
