import { randomUUID } from 'node:crypto';
import { Kafka, type KafkaMessage, logLevel, type Message } from 'kafkajs';
import { onTestFinished } from 'vitest';
import { connectKafka, ensureTopics, KafkaOrderEventBus, type KafkaOrderEventBusOptions } from '../src/index.js';

/** A client of the broker's own, which knows nothing of events. */
const plainKafka = (brokers: string): Kafka => new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING });

/** Topics of its own for one test, on a bus and for a client that knows nothing of it. */
export const openTopics = async (
  brokers: string,
  { partitions = 1, ...options }: KafkaOrderEventBusOptions & { readonly partitions?: number } = {},
) => {
  const topicPrefix = `test-${randomUUID()}.`;
  const own = { maxTries: 2, retryDelayMs: 10, topicPrefix, ...options };
  const openBus = async () => {
    const { kafka, producer, close } = await connectKafka({ brokers: brokers.split(',') });
    onTestFinished(close);
    return { kafka, producer, bus: new KafkaOrderEventBus(kafka, producer, own) };
  };
  const { kafka, producer, bus } = await openBus();
  await ensureTopics(kafka, { topicPrefix, partitions, replicationFactor: 1 });
  return {
    bus,
    topicPrefix,
    kafka,
    another: async () => (await openBus()).bus,
    send: (type: string, message: Message) =>
      producer.send((client) => client.send({ acks: -1, topic: topicPrefix + type, messages: [message] })),
    read: (topic: string, count: number) => readPlain(brokers, topicPrefix + topic, count),
  };
};

/** The first records of a topic, as they stand there. */
const readPlain = async (brokers: string, topic: string, count: number): Promise<readonly KafkaMessage[]> => {
  const consumer = plainKafka(brokers).consumer({ groupId: `plain-${randomUUID()}`, maxWaitTimeInMs: 100 });
  const seen: KafkaMessage[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    const eachMessage = async ({ message }: { readonly message: KafkaMessage }) => {
      seen.push(message);
      if (seen.length === count) resolve();
    };
    consumer.run({ autoCommit: false, eachMessage }).catch(reject);
  });
  await consumer.disconnect();
  return seen;
};
