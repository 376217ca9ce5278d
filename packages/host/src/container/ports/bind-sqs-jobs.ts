import { SqsJobQueue } from '@oms/adapters-aws/sqs';
import type { OmsContainer } from '../create-container.js';
import { openSqs } from '../servers/open-sqs.js';

export const bindSqsJobs = async (container: OmsContainer): Promise<void> => {
  const { client, queues } = await openSqs(container);
  const { OMS_SQS_VISIBILITY_MS: visibilityMs } = container.get('config');
  container.bind('jobs').toDynamicValue(() => new SqsJobQueue(client, queues, { visibilityMs }));
};
