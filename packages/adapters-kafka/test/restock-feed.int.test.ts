import { randomUUID } from 'node:crypto';
import { type Harness, type OpenedRestockFeed, restockFeedContract } from '@oms/core/contract';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { onServer } from '../../../services/testing/on-server.js';
import { ensureTopics, KafkaOrderEventBus, KafkaRestockFeed, SharedProducer } from '../src/index.js';

const kafkaRestockFeed = (brokers: string): Harness<OpenedRestockFeed> => ({
  async open() {
    const topicPrefix = `test-${randomUUID()}.`;
    const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING });
    const producer = await SharedProducer.connect(() =>
      kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner }),
    );
    await ensureTopics(kafka, { topicPrefix, partitions: 3, replicationFactor: 1 });
    const options = { topicPrefix, maxTries: 3, retryDelayMs: 20, sessionTimeoutMs: 1_500 };
    const open = () => new KafkaRestockFeed(kafka, producer, options);
    const bus = new KafkaOrderEventBus(kafka, producer, { topicPrefix });
    return {
      subject: open(),
      again: async () => open(),
      withinMs: 5_000,
      async send(tenantId, body) {
        const value = typeof body === 'string' ? body : JSON.stringify(body);
        const message = { value, headers: { 'X-Tenant-ID': tenantId, ce_type: 'inventory.restocked' } };
        await producer.send((sending) =>
          sending.send({ acks: -1, topic: `${topicPrefix}inventory.restocked`, messages: [message] }),
        );
      },
      deadReasons: async () => (await bus.listDead(100)).map(({ reason }) => reason),
      close: () => producer.close(),
    };
  },
});

onServer('kafka', ({ contract, address }) => {
  contract('KafkaRestockFeed', restockFeedContract, kafkaRestockFeed(address));
});
