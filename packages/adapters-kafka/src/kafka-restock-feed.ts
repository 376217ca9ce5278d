import type { RestockFeed, RestockHandler, StopSignal } from '@oms/core';
import type { Kafka } from 'kafkajs';
import { consumeDefaults, consumeGroup } from './consume-group.js';
import { DeadLetters } from './dead-letters.js';
import type { KafkaOrderEventBusOptions } from './kafka-order-event-bus.js';
import { restockOf } from './restock-record.js';
import type { SharedProducer } from './shared-producer.js';
import { restockedType, Topics } from './topics.js';
import { translated } from './translated.js';

/** Each as that of the order bus. */
export type KafkaRestockFeedOptions = Pick<
  KafkaOrderEventBusOptions,
  'topicPrefix' | 'maxTries' | 'retryDelayMs' | 'sessionTimeoutMs'
>;

const maxBatch = 500;

/**
 * Restocks from the topic `inventory.restocked`, which `ensureTopics` makes: CloudEvents 1.0 in binary mode, `{sku_id, hub_id}` in the
 * value, the tenant in `X-Tenant-ID`. What is none is in `inventory.restocked.dead`, which the order bus lists and re-drives.
 */
export class KafkaRestockFeed implements RestockFeed {
  readonly #kafka: Kafka;
  readonly #topics: Topics;
  readonly #dead: DeadLetters;
  readonly #options: Required<KafkaRestockFeedOptions>;

  constructor(kafka: Kafka, producer: SharedProducer, options: KafkaRestockFeedOptions = {}) {
    this.#kafka = kafka;
    this.#options = { topicPrefix: '', ...consumeDefaults, ...options };
    this.#topics = new Topics(this.#options.topicPrefix);
    this.#dead = new DeadLetters({ kafka, producer, topics: this.#topics });
  }

  consume(handler: RestockHandler, stop: StopSignal): Promise<void> {
    const reads = [this.#topics.of(restockedType)];
    const member = { dead: this.#dead, topics: this.#topics, group: 'restock', reads, read: restockOf, handler };
    return translated(() => consumeGroup(this.#kafka, member, { ...this.#options, maxBatch }, stop));
  }
}
