export { ensureQueues } from './ensure-queues.js';
export { SqsJobQueue, type SqsJobQueueOptions, type SqsQueues } from './sqs-job-queue.js';
