import { CreateQueueCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SqsQueues } from './sqs-job-queue.js';

const fourteenDays = '1209600';

/** Makes a queue of this name and its dead-letter queue `<name>-dead`, those that are missing; resolves with where they are. */
export const ensureQueues = async (client: SQSClient, name: string): Promise<SqsQueues> => ({
  queueUrl: await ensureQueue(client, name),
  deadQueueUrl: await ensureQueue(client, `${name}-dead`),
});

const ensureQueue = async (client: SQSClient, QueueName: string): Promise<string> => {
  const Attributes = { MessageRetentionPeriod: fourteenDays };
  const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
  return QueueUrl;
};
