import { bulkOrderRepoEndCases } from './bulk-order-repo-end-cases.js';
import type { OpenedBulkOrderRepo } from './bulk-order-repo-opened.js';
import { bulkOrderRepoReadCases } from './bulk-order-repo-read-cases.js';
import { bulkOrderRepoSubmitCases } from './bulk-order-repo-submit-cases.js';
import { bulkOrderRepoWorkCases } from './bulk-order-repo-work-cases.js';
import type { Contract } from './contract.js';

/** Every promise of BulkOrderRepo. */
export const bulkOrderRepoContract: Contract<OpenedBulkOrderRepo> = {
  port: 'BulkOrderRepo',
  cases: [...bulkOrderRepoSubmitCases, ...bulkOrderRepoReadCases, ...bulkOrderRepoWorkCases, ...bulkOrderRepoEndCases],
};
