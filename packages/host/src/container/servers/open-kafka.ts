import { type ConnectedKafka, connectKafka, ensureTopics } from '@oms/adapters-kafka';
import type { OmsContainer } from '../create-container.js';
import { reach } from './reach.js';

/** The client of this process and its one producer; the topics are there when it resolves, where they are to be created. */
export const openKafka = async (container: OmsContainer): Promise<ConnectedKafka> => {
  const config = container.get('config');
  const log = container.get('log');
  const connected = await reach(container, {
    name: `Kafka at ${config.OMS_KAFKA_BROKERS}`,
    connect: () =>
      connectKafka({
        brokers: config.OMS_KAFKA_BROKERS.split(',').map((broker) => broker.trim()),
        // The client calls every broken connection an error, though it goes on.
        onLine: ({ level, message, facts }) => log[level === 'error' ? 'warn' : level](facts, `kafka: ${message}`),
      }),
  });
  container
    .bind('kafka')
    .toDynamicValue(() => connected)
    .onDeactivation((opened) => opened.close());
  if (config.OMS_PROVISION === 'create') await ensureConfiguredTopics(container);
  return container.get('kafka');
};

/** Makes the topics that are missing; resolves with the names of all. */
export const ensureConfiguredTopics = (container: OmsContainer): Promise<readonly string[]> => {
  const { OMS_KAFKA_TOPIC_PREFIX: topicPrefix, OMS_KAFKA_PARTITIONS: partitions } = container.get('config');
  return ensureTopics(container.get('kafka').kafka, { topicPrefix, partitions });
};
