import { type OrderEventMessage, orderEventTypes, orderKey, type PublishAnswer } from '@oms/core';
import type { TopicMessages } from 'kafkajs';
import type { DeadLetters } from './dead-letters.js';
import { recordOf } from './event-record.js';
import type { SharedProducer } from './shared-producer.js';
import type { Topics } from './topics.js';

export interface PublishParts {
  readonly producer: SharedProducer;
  readonly topics: Topics;
  readonly dead: DeadLetters;
  readonly maxRecordBytes: number;
}

/** Sends a wave of the first events of all orders, then of the second ones, and so on: none before its forerunner is durable. */
export const publishWaves = async (
  parts: PublishParts,
  messages: readonly OrderEventMessage[],
): Promise<readonly PublishAnswer[]> => {
  const answers = messages.map((message) => refusalOf(message, parts.maxRecordBytes));
  const accepted = messages.filter((_, index) => answers[index]?.answer === 'published');
  for (const wave of wavesOf(accepted)) {
    const topicMessages = byTopic(parts.topics, wave);
    await parts.producer.send((producer) => producer.sendBatch({ acks: -1, topicMessages }));
  }
  for (const [index, answer] of answers.entries()) {
    const message = messages[index] as OrderEventMessage;
    if (answer.answer === 'refused') await parts.dead.add(refusedLetter(message, answer.reason, parts.maxRecordBytes));
  }
  return answers;
};

const refusedLetter = (message: OrderEventMessage, reason: string, maxBytes: number) => ({
  type: String(message.type),
  body: JSON.stringify(message).slice(0, maxBytes),
  reason,
  record: recordOf(message),
});

const refusalOf = (message: OrderEventMessage, maxRecordBytes: number): PublishAnswer => {
  const { schemaVersion, type } = message;
  if (schemaVersion !== 1) return { answer: 'refused', reason: 'unknown_schema' };
  if (!orderEventTypes.includes(type)) return { answer: 'refused', reason: 'unknown_type' };
  const bytes = Buffer.byteLength(String(recordOf(message).value));
  return bytes > maxRecordBytes ? { answer: 'refused', reason: 'too_large' } : { answer: 'published' };
};

const wavesOf = (messages: readonly OrderEventMessage[]): readonly (readonly OrderEventMessage[])[] => {
  const waves: OrderEventMessage[][] = [];
  const counts = new Map<string, number>();
  for (const message of messages) {
    const key = orderKey(message.tenantId, message.orderId);
    const number = counts.get(key) ?? 0;
    counts.set(key, number + 1);
    const wave = waves[number] ?? [];
    waves[number] = wave;
    wave.push(message);
  }
  return waves;
};

const byTopic = (topics: Topics, wave: readonly OrderEventMessage[]): TopicMessages[] => {
  const found = new Map<string, TopicMessages>();
  for (const message of wave) {
    const topic = topics.of(message.type);
    const entry = found.get(topic) ?? { topic, messages: [] };
    found.set(topic, entry);
    entry.messages.push(recordOf(message));
  }
  return [...found.values()];
};
