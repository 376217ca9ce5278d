import { type OrderEventType, orderEventTypes } from '@oms/core';
import type { Admin, ITopicConfig, Kafka } from 'kafkajs';
import { awaitLeaders } from './await-leaders.js';

/** What tells of restocks, sent by others. */
export const restockedType = 'inventory.restocked';

/** Where events of a type that nobody knows end up. */
const unknownType = 'order.unknown';
const deadSuffix = '.dead';

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
    return `${this.#prefix}${known.includes(type) ? type : unknownType}${deadSuffix}`;
  }

  /** The topic whose dead letters this one holds. */
  livingOf(deadTopic: string): string {
    return deadTopic.slice(0, -deadSuffix.length);
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
export const ensureTopics = (kafka: Kafka, settings: TopicSettings = {}): Promise<readonly string[]> =>
  withAdmin(kafka, async (admin) => {
    const topics = configsOf(settings);
    const missing = await missingOf(admin, topics);
    if (missing.length > 0) await admin.createTopics({ topics: missing, waitForLeaders: false });
    await awaitLeaders(admin, namesOf(topics));
    return namesOf(topics);
  });

/** The names of the topics that are not there. */
export const missingTopics = (kafka: Kafka, settings: TopicSettings = {}): Promise<readonly string[]> =>
  withAdmin(kafka, async (admin) => namesOf(await missingOf(admin, configsOf(settings))));

const configsOf = ({ topicPrefix = '', partitions = 6, replicationFactor = -1 }: TopicSettings): ITopicConfig[] => {
  const names = new Topics(topicPrefix);
  const configEntries = [{ name: 'cleanup.policy', value: 'compact' }];
  return [
    ...names.all.map((topic) => ({ topic, numPartitions: partitions, replicationFactor })),
    ...names.allDead.map((topic) => ({ topic, numPartitions: 1, replicationFactor, configEntries })),
  ];
};

const missingOf = async (admin: Admin, topics: readonly ITopicConfig[]): Promise<ITopicConfig[]> => {
  const there = new Set(await admin.listTopics());
  return topics.filter(({ topic }) => !there.has(topic));
};

const namesOf = (topics: readonly ITopicConfig[]): string[] => topics.map(({ topic }) => topic);

const withAdmin = async <T>(kafka: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> => {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
};
