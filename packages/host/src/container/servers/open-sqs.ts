import { connectSqs, ensureQueues, findQueues, type SqsQueues } from '@oms/adapters-aws/sqs';
import type { OmsContainer } from '../create-container.js';
import { awsSettingsOf } from './aws-settings-of.js';
import { reach } from './reach.js';

export interface OpenedSqs {
  readonly client: ReturnType<typeof connectSqs>;
  readonly queues: SqsQueues;
}

/** The client of this process, and its queues. */
export const openSqs = async (container: OmsContainer): Promise<OpenedSqs> => {
  const config = container.get('config');
  const { AWS_ENDPOINT_URL_SQS: endpoint, OMS_SQS_QUEUE: name, OMS_PROVISION } = config;
  const client = connectSqs(awsSettingsOf(config, endpoint));
  container
    .bind('sqs')
    .toDynamicValue(() => client)
    .onDeactivation((opened) => opened.destroy());
  const queues = await reach(container, {
    name: `SQS at ${endpoint ?? config.AWS_REGION}, queue ${name}`,
    connect: () => (OMS_PROVISION === 'create' ? ensureQueues(client, name) : findQueues(client, name)),
  });
  return { client: container.get('sqs'), queues };
};
