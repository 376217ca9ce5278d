import { GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SqsQueues } from './sqs-job-queue.js';

/** Where a queue and its dead-letter queue `<name>-dead` are; throws when one is missing. */
export const findQueues = async (client: SQSClient, name: string): Promise<SqsQueues> => ({
  queueUrl: await findQueue(client, name),
  deadQueueUrl: await findQueue(client, `${name}-dead`),
});

const findQueue = async (client: SQSClient, QueueName: string): Promise<string> => {
  const { QueueUrl = '' } = await client.send(new GetQueueUrlCommand({ QueueName }));
  return QueueUrl;
};
