export type { AwsSettings } from '../client/aws-settings.js';
export { connectSqs } from './connect-sqs.js';
export { ensureQueues } from './ensure-queues.js';
export { findQueues } from './find-queues.js';
export { SqsJobQueue, type SqsJobQueueOptions, type SqsQueues } from './sqs-job-queue.js';
