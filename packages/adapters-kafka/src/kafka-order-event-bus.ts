import type {
  DeadEvent,
  EventHandler,
  OrderEventBus,
  OrderEventMessage,
  OrderEventType,
  PublishAnswer,
  StopSignal,
  SubscribeOptions,
} from '@oms/core';
import type { Kafka } from 'kafkajs';
import { consumeDefaults, consumeGroup } from './consume-group.js';
import { DeadLetters } from './dead-letters.js';
import { eventOf } from './event-record.js';
import { groupLag } from './group-lag.js';
import { publishWaves } from './publish-waves.js';
import type { SharedProducer } from './shared-producer.js';
import { Topics } from './topics.js';
import { translated } from './translated.js';

export interface KafkaOrderEventBusOptions {
  /** Before the name of each topic and group; default none. */
  readonly topicPrefix?: string;
  /** Deliveries until a poison event is dead-lettered; default 5. */
  readonly maxTries?: number;
  /** Before a poison event, or a batch whose handler threw, comes again, in milliseconds; default 200. Its partition waits. */
  readonly retryDelayMs?: number;
  /** A member that shows no sign of life for so long is given up, in milliseconds; default 30,000. */
  readonly sessionTimeoutMs?: number;
  /** How long one publish may take before it is `unavailable`, in milliseconds; default 2,000. */
  readonly publishTimeoutMs?: number;
  /** Longest record, in bytes; default 1,000,000. A longer event is refused. */
  readonly maxRecordBytes?: number;
}

/**
 * Events on Kafka, as CloudEvents 1.0. Takes a client and its one producer, which all publishing shares, and leaves
 * both open. Its topics are those of `ensureTopics`. A poison event is repeated at once, while its partition waits for
 * `maxTries` times `retryDelayMs` at most.
 */
export class KafkaOrderEventBus implements OrderEventBus {
  readonly #kafka: Kafka;
  readonly #producer: SharedProducer;
  readonly #topics: Topics;
  readonly #dead: DeadLetters;
  readonly #options: Required<KafkaOrderEventBusOptions>;

  constructor(kafka: Kafka, producer: SharedProducer, options: KafkaOrderEventBusOptions = {}) {
    this.#kafka = kafka;
    this.#producer = producer;
    const ofPublishing = { publishTimeoutMs: 2_000, maxRecordBytes: 1_000_000 };
    this.#options = { topicPrefix: '', ...ofPublishing, ...consumeDefaults, ...options };
    this.#topics = new Topics(this.#options.topicPrefix);
    this.#dead = new DeadLetters({ kafka, producer, topics: this.#topics });
  }

  async publish(messages: readonly OrderEventMessage[]): Promise<readonly PublishAnswer[]> {
    const { maxRecordBytes } = this.#options;
    const parts = { producer: this.#producer, topics: this.#topics, dead: this.#dead, maxRecordBytes };
    const sent = publishWaves(parts, messages);
    return translated(() => inTime(sent, this.#options.publishTimeoutMs));
  }

  async subscribe(
    group: string,
    { types, maxBatch = 500 }: SubscribeOptions,
    handler: EventHandler,
    stop: StopSignal,
  ): Promise<void> {
    const reads = types.map((type) => this.#topics.of(type));
    const member = { dead: this.#dead, topics: this.#topics, group, reads, read: eventOf, handler };
    await translated(() => consumeGroup(this.#kafka, member, { ...this.#options, maxBatch }, stop));
  }

  async lag(group: string, types: readonly OrderEventType[]): Promise<number> {
    const topics = types.map((type) => this.#topics.of(type));
    return translated(() => groupLag(this.#kafka, this.#topics.groupOf(group), topics));
  }

  async listDead(limit: number): Promise<readonly DeadEvent[]> {
    return translated(() => this.#dead.list(limit));
  }

  async redrive(deadIds: readonly string[]): Promise<number> {
    return translated(() => this.#dead.redrive([...deadIds]));
  }
}

/** What comes too late may still be sent: sending it again is safe. */
const inTime = async <T>(work: Promise<T>, ms: number): Promise<T> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`nothing within ${ms} ms`)), ms);
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
};
