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
import type { Consumer, Kafka, Producer } from 'kafkajs';
import { DeadLetters } from './dead-letters.js';
import { GroupConsumer } from './group-consumer.js';
import { groupLag } from './group-lag.js';
import { publishWaves } from './publish-waves.js';
import { sleep } from './sleep.js';
import { Topics } from './topics.js';
import { translateKafkaError } from './translate-kafka-error.js';

export interface KafkaOrderEventBusOptions {
  /** Before the name of each topic and group; default none. */
  readonly topicPrefix?: string;
  /** Deliveries until a poison event is dead-lettered; default 5. */
  readonly maxTries?: number;
  /** Before a poison event, or a batch whose handler threw, comes again, in milliseconds; default 200. Its partition waits. */
  readonly retryDelayMs?: number;
  /** A member that shows no sign of life for so long is given up, in milliseconds; default 30,000. */
  readonly sessionTimeoutMs?: number;
  /** Longest record, in bytes; default 1,000,000. A longer event is refused. */
  readonly maxRecordBytes?: number;
}

const outageMs = 1_000;
const fetchWaitMs = 500;

/**
 * Events on Kafka, as CloudEvents 1.0. Takes a client and its one connected producer, which all publishing shares, and leaves
 * both open. Its topics are those of `ensureTopics`. A poison event is repeated at once, while its partition waits for
 * `maxTries` times `retryDelayMs` at most.
 */
export class KafkaOrderEventBus implements OrderEventBus {
  readonly #kafka: Kafka;
  readonly #producer: Producer;
  readonly #topics: Topics;
  readonly #dead: DeadLetters;
  readonly #options: Required<KafkaOrderEventBusOptions>;

  constructor(kafka: Kafka, producer: Producer, options: KafkaOrderEventBusOptions = {}) {
    this.#kafka = kafka;
    this.#producer = producer;
    const limits = { maxTries: 5, retryDelayMs: 200, sessionTimeoutMs: 30_000, maxRecordBytes: 1_000_000 };
    this.#options = { topicPrefix: '', ...limits, ...options };
    this.#topics = new Topics(this.#options.topicPrefix);
    this.#dead = new DeadLetters({ kafka, producer, topics: this.#topics });
  }

  async publish(messages: readonly OrderEventMessage[]): Promise<readonly PublishAnswer[]> {
    const { maxRecordBytes } = this.#options;
    const parts = { producer: this.#producer, topics: this.#topics, dead: this.#dead, maxRecordBytes };
    return translated(() => publishWaves(parts, structuredClone(messages)));
  }

  async subscribe(
    group: string,
    { types, maxBatch = 500 }: SubscribeOptions,
    handler: EventHandler,
    stop: StopSignal,
  ): Promise<void> {
    const { sessionTimeoutMs, maxTries, retryDelayMs } = this.#options;
    const heartbeatMs = Math.ceil(sessionTimeoutMs / 5);
    const consumer = this.#kafka.consumer({
      groupId: this.#topics.groupOf(group),
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: heartbeatMs,
      rebalanceTimeout: Math.max(60_000, sessionTimeoutMs),
      maxWaitTimeInMs: fetchWaitMs,
    });
    const member = new GroupConsumer(
      { consumer, dead: this.#dead, topics: this.#topics, group, handler, stop },
      { maxBatch, maxTries, retryDelayMs, heartbeatMs },
    );
    const topics = types.map((type) => this.#topics.of(type));
    const crashed = crashOf(consumer);
    try {
      await joined(consumer, topics, stop);
      if (stop.aborted) return;
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        eachBatch: (payload) => member.eachBatch(payload),
      });
      await Promise.race([stopped(stop), crashed]);
    } finally {
      await consumer.disconnect();
    }
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

/** An outage at the start is waited out like any later one. */
const joined = async (consumer: Consumer, topics: string[], stop: StopSignal): Promise<void> => {
  while (!stop.aborted) {
    try {
      await consumer.connect();
      await consumer.subscribe({ topics, fromBeginning: true });
      return;
    } catch {
      await sleep(outageMs, stop);
    }
  }
};

/** Rejects when the client gives the consumer up; one that it starts again is none of our business. */
const crashOf = (consumer: Consumer): Promise<never> => {
  const { promise, reject } = Promise.withResolvers<never>();
  consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
    if (!restart) reject(translateKafkaError(error));
  });
  promise.catch(() => undefined);
  return promise;
};

const stopped = (stop: StopSignal): Promise<void> =>
  new Promise((resolve) => {
    if (stop.aborted) resolve();
    stop.addEventListener('abort', () => resolve());
  });

const translated = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    throw translateKafkaError(error);
  }
};
