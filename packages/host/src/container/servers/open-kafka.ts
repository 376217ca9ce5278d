import { type ConnectedKafka, connectKafka, ensureTopics, missingTopics } from '@oms/adapters-kafka';
import { OmsError } from '@oms/core';
import type { Config } from '../../config/config-schema.js';
import type { OmsContainer } from '../create-container.js';
import { reach } from './reach.js';
import { topicSettingsOf } from './topic-settings-of.js';

/** The client of this process and its one producer; the topics are there when it resolves. */
export const openKafka = async (container: OmsContainer): Promise<ConnectedKafka> => {
  const config = container.get('config');
  const connected = await reach(container, {
    name: `Kafka at ${config.OMS_KAFKA_BROKERS}`,
    connect: async () => {
      const opened = await connect(container);
      try {
        await provide(opened, config);
        return opened;
      } catch (error) {
        await opened.close();
        throw error;
      }
    },
  });
  container
    .bind('kafka')
    .toDynamicValue(() => connected)
    .onDeactivation((opened) => opened.close());
  return container.get('kafka');
};

const connect = (container: OmsContainer): Promise<ConnectedKafka> => {
  const log = container.get('log');
  return connectKafka({
    brokers: container
      .get('config')
      .OMS_KAFKA_BROKERS.split(',')
      .map((broker) => broker.trim()),
    // The client calls every broken connection an error, though it goes on.
    onLine: ({ level, message, facts }) => log[level === 'error' ? 'warn' : level](facts, `kafka: ${message}`),
  });
};

const provide = async ({ kafka }: ConnectedKafka, config: Config): Promise<void> => {
  const settings = topicSettingsOf(config);
  if (config.OMS_PROVISION === 'create') {
    await ensureTopics(kafka, settings);
    return;
  }
  const missing = await missingTopics(kafka, settings);
  if (missing.length === 0) return;
  const message = `Kafka lacks the topics ${missing.join(', ')}: make them with \`oms topics ensure\`, or set OMS_PROVISION=create.`;
  throw new OmsError('invalid', 'topics_missing', message);
};
