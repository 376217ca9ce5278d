import { type OrderEventType, orderEventTypes } from '@oms/core';
import type { ITopicConfig, Kafka } from 'kafkajs';
import { awaitLeaders } from './await-leaders.js';

/** What tells of restocks, sent by others. */
export const restockedType = 'inventory.restocked';

/** Where events of a type that nobody knows end up. */
const unknownType = 'order.unknown';

const heardTypes = [...orderEventTypes, restockedType] as const;

/** The names of the topics: `order.created` and so on and `inventory.restocked`, each after the prefix, and `<topic>.dead` beside each. */
export class Topics {
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  of(type: OrderEventType | typeof restockedType): string {
    return this.#prefix + type;
  }

  deadOf(type: string): string {
    const known: readonly string[] = heardTypes;
    return `${this.#prefix}${known.includes(type) ? type : unknownType}.dead`;
  }

  typeOf(topic: string): string {
    return topic.slice(this.#prefix.length);
  }

  groupOf(group: string): string {
    return this.#prefix + group;
  }

  get all(): readonly string[] {
    return heardTypes.map((type) => this.of(type));
  }

  get allDead(): readonly string[] {
    return [...heardTypes, unknownType].map((type) => this.deadOf(type));
  }
}

export interface TopicSettings {
  /** Before the name of each topic and group; default none. */
  readonly topicPrefix?: string;
  /** Of each topic: the most consumers that share its work; default 6. */
  readonly partitions?: number;
  /** Copies of each partition; default that of the cluster. */
  readonly replicationFactor?: number;
}

/** Makes the topics that are missing; resolves with their names. A dead-letter topic has one partition and is compacted. */
export const ensureTopics = async (kafka: Kafka, settings: TopicSettings = {}): Promise<readonly string[]> => {
  const { topicPrefix = '', partitions = 6, replicationFactor = -1 } = settings;
  const named = new Topics(topicPrefix);
  const topics: ITopicConfig[] = [
    ...named.all.map((topic) => ({ topic, numPartitions: partitions, replicationFactor })),
    ...named.allDead.map((topic) => ({
      topic,
      numPartitions: 1,
      replicationFactor,
      configEntries: [{ name: 'cleanup.policy', value: 'compact' }],
    })),
  ];
  const admin = kafka.admin();
  await admin.connect();
  try {
    const there = new Set(await admin.listTopics());
    const missing = topics.filter(({ topic }) => !there.has(topic));
    if (missing.length > 0) {
      await admin.createTopics({ topics: missing, waitForLeaders: false });
      const names = missing.map(({ topic }) => topic);
      await awaitLeaders(admin, names);
    }
    return topics.map(({ topic }) => topic);
  } finally {
    await admin.disconnect();
  }
};
