import { randomUUID } from 'node:crypto';
import { compact, type DeadEvent } from '@oms/core';
import type { Kafka, KafkaMessage, Message } from 'kafkajs';
import { cutHeader, cutLetter } from './cut-letter.js';
import { eventOf, groupHeader, textOf } from './event-record.js';
import { readTopics } from './read-topics.js';
import { rootError } from './root-error.js';
import type { SharedProducer } from './shared-producer.js';
import type { Topics } from './topics.js';

export interface DeadLetter {
  /** The group that gave it up; undefined when publishing refused it. */
  readonly group?: string;
  readonly type: string;
  /** Kept to 1,000 characters. */
  readonly reason: string;
  /** What is sent again. */
  readonly record: Message;
}

interface FoundLetter extends DeadEvent {
  readonly topic: string;
  readonly deadAt: number;
  /** It was too long to be kept whole, and cannot be sent again. */
  readonly isCut: boolean;
  readonly message: KafkaMessage;
}

export interface DeadLetterParts {
  readonly kafka: Kafka;
  readonly producer: SharedProducer;
  readonly topics: Topics;
}

const ownHeaders: ReadonlySet<string> = new Set(['oms_dead_at', 'oms_reason', 'oms_key', groupHeader]);
const longestReason = 1_000;

/**
 * The topics `<topic>.dead`: a letter under an id of its own, and nothing under that id once it was sent again. A record that
 * leaves the broker no room for the letter's own headers is kept cut, with how long it was.
 */
export class DeadLetters {
  readonly #parts: DeadLetterParts;

  constructor(parts: DeadLetterParts) {
    this.#parts = parts;
  }

  async add({ group, type, reason, record }: DeadLetter): Promise<void> {
    const own = {
      oms_dead_at: String(Date.now()),
      oms_reason: reason.slice(0, longestReason),
      ...(group === undefined ? {} : { [groupHeader]: group }),
    };
    const oms_key = record.key === null || record.key === undefined ? '' : record.key.toString();
    const letter = { key: randomUUID(), value: record.value, headers: { ...record.headers, ...own, oms_key } };
    const topic = this.#parts.topics.deadOf(type);
    try {
      await this.#send(topic, [letter]);
    } catch (error) {
      if (!isTooLong(error)) throw error;
      await this.#send(topic, [cutLetter(letter, own)]);
    }
  }

  async list(limit: number): Promise<readonly DeadEvent[]> {
    const found = await this.#readAll();
    return found
      .slice(0, limit)
      .map(({ deadId, group, type, body, reason }) => compact({ deadId, group, type, body, reason }));
  }

  /** Sends letters again, each to its own group alone; a refused one to all. Sent first, then taken out. Cut ones stay. */
  async redrive(deadIds: readonly string[]): Promise<number> {
    const wanted = new Set(deadIds);
    const letters = (await this.#readAll()).filter(({ deadId, isCut }) => wanted.has(deadId) && !isCut);
    for (const { topic, deadId, group, message } of letters) {
      const sent = Object.entries(message.headers ?? {}).filter(([name]) => !ownHeaders.has(name));
      const headers = { ...Object.fromEntries(sent), ...(group === undefined ? {} : { [groupHeader]: group }) };
      const key = textOf(message.headers?.oms_key) ?? null;
      const messages = [{ key, value: message.value, headers }];
      await this.#send(this.#parts.topics.livingOf(topic), messages);
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
    const { topics } = this.#parts;
    return {
      deadId,
      topic,
      message,
      deadAt: Number(textOf(headers.oms_dead_at) ?? message.timestamp),
      type: textOf(headers.ce_type) ?? topics.typeOf(topics.livingOf(topic)),
      isCut: headers[cutHeader] !== undefined,
      body: bodyOf(message),
      reason: textOf(headers.oms_reason) ?? 'no reason was given',
      ...(group === undefined ? {} : { group }),
    };
  }
}

/** For people: the event as JSON, or what stands there instead of one. */
const bodyOf = ({ value, headers = {} }: KafkaMessage): string => {
  const event = eventOf(value, headers);
  if (event !== undefined) return JSON.stringify(event);
  const cutFrom = textOf(headers[cutHeader]);
  const text = value?.toString('utf8') ?? '';
  return cutFrom === undefined ? text : `${text}... (cut from ${cutFrom} bytes)`;
};

const tooLong: ReadonlySet<string | undefined> = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

const isTooLong = (error: unknown): boolean => tooLong.has(rootError(error).type);
