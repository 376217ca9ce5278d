import { type OrderEventMessage, orderEventTypes, type PublishAnswer } from '@oms/core';
import type { Message, TopicMessages } from 'kafkajs';
import type { DeadLetter, DeadLetters } from './dead-letters.js';
import { recordOf } from './event-record.js';
import type { SharedProducer } from './shared-producer.js';
import type { Topics } from './topics.js';

export interface PublishParts {
  readonly producer: SharedProducer;
  readonly topics: Topics;
  readonly dead: DeadLetters;
  readonly maxRecordBytes: number;
}

/**
 * Sends a wave of the first events of all orders, then of the second ones, and so on: none before its forerunner is durable.
 * Everything is put into words before the first wait, so that what the caller does to the messages afterwards does not count.
 */
export const publishWaves = (
  { producer, topics, dead, maxRecordBytes }: PublishParts,
  messages: readonly OrderEventMessage[],
): Promise<readonly PublishAnswer[]> => {
  const letters: DeadLetter[] = [];
  const waves: TopicMessages[][] = [];
  const waveOf = new WaveNumbers();
  const answers = messages.map((message): PublishAnswer => {
    const record = recordOf(message);
    const reason = refusalOf(message, record, maxRecordBytes);
    if (reason !== undefined) {
      letters.push({ type: String(message.type), reason, record });
      return { answer: 'refused', reason };
    }
    addTo(waves, waveOf.next(record), { topic: topics.of(message.type), record });
    return { answer: 'published' };
  });
  const send = async () => {
    for (const topicMessages of waves) await producer.send((client) => client.sendBatch({ acks: -1, topicMessages }));
    for (const letter of letters) await dead.add(letter);
    return answers;
  };
  return send();
};

/** The first event of an order is of wave 0, the second of wave 1. */
class WaveNumbers {
  readonly #counts = new Map<unknown, number>();

  next({ key }: Message): number {
    const number = this.#counts.get(key) ?? 0;
    this.#counts.set(key, number + 1);
    return number;
  }
}

const addTo = (
  waves: TopicMessages[][],
  number: number,
  { topic, record }: { readonly topic: string; readonly record: Message },
): void => {
  const wave = waves[number] ?? [];
  waves[number] = wave;
  const ofTopic = wave.find((entry) => entry.topic === topic);
  if (ofTopic === undefined) wave.push({ topic, messages: [record] });
  else ofTopic.messages.push(record);
};

const refusalOf = (
  { schemaVersion, type }: OrderEventMessage,
  { value }: Message,
  maxRecordBytes: number,
): string | undefined => {
  if (schemaVersion !== 1) return 'unknown_schema';
  if (!orderEventTypes.includes(type)) return 'unknown_type';
  return Buffer.byteLength(String(value)) > maxRecordBytes ? 'too_large' : undefined;
};
