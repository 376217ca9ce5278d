import { randomUUID } from 'node:crypto';
import { compact, type DeadEvent } from '@oms/core';
import type { Kafka, KafkaMessage, Message } from 'kafkajs';
import { groupHeader, textOf } from './event-record.js';
import { readTopics } from './read-topics.js';
import type { SharedProducer } from './shared-producer.js';
import type { Topics } from './topics.js';

export interface DeadLetter {
  /** The group that gave it up; undefined when publishing refused it. */
  readonly group?: string;
  readonly type: string;
  /** For people: the message as JSON. */
  readonly body: string;
  readonly reason: string;
  /** What is sent again. */
  readonly record: Message;
}

interface FoundLetter extends DeadEvent {
  readonly topic: string;
  readonly deadAt: number;
  readonly message: KafkaMessage;
}

export interface DeadLetterParts {
  readonly kafka: Kafka;
  readonly producer: SharedProducer;
  readonly topics: Topics;
}

const ownHeaders: ReadonlySet<string> = new Set(['oms_dead_at', 'oms_reason', 'oms_body', groupHeader]);

/** The topics `<topic>.dead`: a letter under an id of its own, and nothing under that id once it was sent again. */
export class DeadLetters {
  readonly #parts: DeadLetterParts;

  constructor(parts: DeadLetterParts) {
    this.#parts = parts;
  }

  async add({ group, type, body, reason, record }: DeadLetter): Promise<void> {
    const headers = {
      ...record.headers,
      oms_dead_at: String(Date.now()),
      oms_reason: reason,
      oms_body: body,
      oms_key: record.key === null || record.key === undefined ? '' : record.key.toString(),
      ...(group === undefined ? {} : { [groupHeader]: group }),
    };
    const messages = [{ key: randomUUID(), value: record.value, headers }];
    await this.#send(this.#parts.topics.deadOf(type), messages);
  }

  async list(limit: number): Promise<readonly DeadEvent[]> {
    const found = await this.#readAll();
    return found
      .slice(0, limit)
      .map(({ deadId, group, type, body, reason }) => compact({ deadId, group, type, body, reason }));
  }

  /** Sends letters again, each to its own group alone; a refused one to all. Sent first, then taken out. */
  async redrive(deadIds: readonly string[]): Promise<number> {
    const wanted = new Set(deadIds);
    const letters = (await this.#readAll()).filter(({ deadId }) => wanted.has(deadId));
    for (const { topic, deadId, group, message } of letters) {
      const sent = Object.entries(message.headers ?? {}).filter(([name]) => !ownHeaders.has(name));
      const headers = { ...Object.fromEntries(sent), ...(group === undefined ? {} : { [groupHeader]: group }) };
      const key = textOf(message.headers?.oms_key) ?? null;
      const messages = [{ key, value: message.value, headers }];
      await this.#send(topic.slice(0, -'.dead'.length), messages);
      await this.#send(topic, [{ key: deadId, value: null }]);
    }
    return letters.length;
  }

  async #send(topic: string, messages: Message[]): Promise<void> {
    await this.#parts.producer.send((producer) => producer.send({ acks: -1, topic, messages }));
  }

  /** Oldest first. */
  async #readAll(): Promise<readonly FoundLetter[]> {
    const { kafka, topics } = this.#parts;
    const letters = new Map<string, FoundLetter>();
    for (const { topic, message } of await readTopics(kafka, topics.allDead, topics.groupOf('dead-letters'))) {
      const deadId = message.key?.toString() ?? `${topic}-${message.offset}`;
      if (message.value === null) letters.delete(deadId);
      else letters.set(deadId, this.#letterOf(deadId, topic, message));
    }
    return [...letters.values()].sort((a, b) => a.deadAt - b.deadAt);
  }

  #letterOf(deadId: string, topic: string, message: KafkaMessage): FoundLetter {
    const headers = message.headers ?? {};
    const group = textOf(headers[groupHeader]);
    return {
      deadId,
      topic,
      message,
      deadAt: Number(textOf(headers.oms_dead_at) ?? message.timestamp),
      type: textOf(headers.ce_type) ?? this.#parts.topics.typeOf(topic),
      body: textOf(headers.oms_body) ?? message.value?.toString('utf8') ?? '',
      reason: textOf(headers.oms_reason) ?? 'no reason was given',
      ...(group === undefined ? {} : { group }),
    };
  }
}
