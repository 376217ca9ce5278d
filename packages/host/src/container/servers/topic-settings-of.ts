import type { TopicSettings } from '@oms/adapters-kafka';
import type { Config } from '../../config/config-schema.js';

export const topicSettingsOf = (config: Config): TopicSettings => ({
  topicPrefix: config.OMS_KAFKA_TOPIC_PREFIX,
  partitions: config.OMS_KAFKA_PARTITIONS,
});
