import { GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { findQueues } from '@oms/adapters-aws/sqs';
import { eventually } from '@oms/core/contract';
import { expect } from 'vitest';
import type { Cloud } from './cloud.js';

const queueOf = async ({ container, env }: Cloud): Promise<string> =>
  (await findQueues(container.get('sqs'), env.OMS_SQS_QUEUE ?? '')).queueUrl;

/** Sends what anybody could send. */
export const sendBody = async (cloud: Cloud, MessageBody: string): Promise<void> => {
  await cloud.container.get('sqs').send(new SendMessageCommand({ QueueUrl: await queueOf(cloud), MessageBody }));
};

/** Nothing waits in the queue, and nobody works on anything of it. */
export const untilQueueIsEmpty = (cloud: Cloud): Promise<void> =>
  eventually(
    async () => {
      const QueueUrl = await queueOf(cloud);
      const { Attributes } = await cloud.container.get('sqs').send(
        new GetQueueAttributesCommand({
          QueueUrl,
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        }),
      );
      expect(Object.values(Attributes ?? {})).toEqual(['0', '0']);
    },
    { withinMs: 30_000 },
  );
