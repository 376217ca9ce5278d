import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Harness, OpenedFileStore, OpenedJobQueue } from '@oms/core/contract';
import { S3FileStore } from '../src/s3/index.js';
import { ensureQueues, SqsJobQueue } from '../src/sqs/index.js';

const maxAttempts = 1;

/** A bucket of its own for each subject. */
export const s3FileStore = (endpoint: string): Harness<OpenedFileStore> => ({
  async open() {
    const connect = () => new S3Client({ endpoint, forcePathStyle: true, maxAttempts });
    const client = connect();
    const own = connect();
    const Bucket = `oms-test-${randomUUID()}`;
    await own.send(new CreateBucketCommand({ Bucket }));
    const keyOf = (address: string) => address.slice(`s3://${Bucket}/`.length);
    return {
      subject: new S3FileStore(client, Bucket, { maxBreaks: 1 }),
      again: async () => new S3FileStore(connect(), Bucket),
      async replace(address, content) {
        await own.send(new PutObjectCommand({ Bucket, Key: keyOf(address), Body: content }));
      },
      async addresses() {
        const { Contents = [] } = await own.send(new ListObjectsV2Command({ Bucket }));
        return Contents.map(({ Key }) => `s3://${Bucket}/${Key}`);
      },
      outage: async () => {
        client.config.endpoint = async () => ({ protocol: 'http:', hostname: '127.0.0.1', port: 1, path: '/' });
      },
      close: async () => undefined,
    };
  },
});

const queueOptions = { maxAttempts: 3, retryDelayMs: 0, visibilityMs: 2_000, waitMs: 1_000 };

/** Two queues of its own for each subject. */
export const sqsJobQueue = (endpoint: string): Harness<OpenedJobQueue> => ({
  async open() {
    const connect = () => new SQSClient({ endpoint, maxAttempts });
    const client = connect();
    const queues = await ensureQueues(client, `oms-test-${randomUUID()}`);
    const again = async () => new SqsJobQueue(connect(), queues, queueOptions);
    return {
      subject: new SqsJobQueue(client, queues, queueOptions),
      timings: { withinMs: 1_500, visibilityMs: 2_000, delayMs: 2_000, maxAttempts: 3 },
      again,
      async sendBody(MessageBody) {
        await connect().send(new SendMessageCommand({ QueueUrl: queues.queueUrl, MessageBody }));
      },
      async crash() {
        client.middlewareStack.add(() => () => Promise.reject(new Error('dead')), { step: 'initialize' });
        return again();
      },
      close: async () => undefined,
    };
  },
});
