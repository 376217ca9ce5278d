import type { Contract } from './contract.js';
import { jobQueueDeliveryCases } from './job-queue-delivery-cases.js';
import { jobQueueFailureCases } from './job-queue-failure-cases.js';
import type { OpenedJobQueue } from './job-queue-opened.js';

/** Every promise of JobQueue. */
export const jobQueueContract: Contract<OpenedJobQueue> = {
  port: 'JobQueue',
  cases: [...jobQueueDeliveryCases, ...jobQueueFailureCases],
};
