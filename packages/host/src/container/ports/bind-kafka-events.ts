import { KafkaOrderEventBus, KafkaRestockFeed } from '@oms/adapters-kafka';
import type { OmsContainer } from '../create-container.js';
import { openKafka } from '../servers/open-kafka.js';

export const bindKafkaEvents = async (container: OmsContainer): Promise<void> => {
  const { kafka, producer } = await openKafka(container);
  const { OMS_KAFKA_TOPIC_PREFIX: topicPrefix, OMS_KAFKA_SESSION_MS: sessionTimeoutMs } = container.get('config');
  const options = { topicPrefix, sessionTimeoutMs };
  container.bind('events').toDynamicValue(() => new KafkaOrderEventBus(kafka, producer, options));
  container.bind('restocks').toDynamicValue(() => new KafkaRestockFeed(kafka, producer, options));
};
