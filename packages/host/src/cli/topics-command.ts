import { OmsError } from '@oms/core';
import type { Config } from '../config/config-schema.js';
import { partsOf } from '../config/parts-of.js';
import { createContainer } from '../container/create-container.js';
import { topicSettingsOf } from '../container/servers/topic-settings-of.js';

/** `oms topics ensure` */
export const ensureTopicsText = async (config: Config): Promise<string> => {
  if (partsOf(config).events !== 'kafka') {
    throw new OmsError(
      'invalid',
      'invalid_config',
      'Events are not on Kafka: set OMS_PROFILE=cloud or OMS_EVENTS=kafka.',
    );
  }
  const container = await createContainer({ ...config, OMS_PROVISION: 'create' }, { uses: ['events'] });
  try {
    const { ensureTopics } = await import('@oms/adapters-kafka');
    return (await ensureTopics(container.get('kafka').kafka, topicSettingsOf(config))).join('\n');
  } finally {
    await container.unbindAllAsync();
  }
};
