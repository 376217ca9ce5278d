import type { Contract } from './contract.js';
import { orderRepoGroupCases } from './order-repo-group-cases.js';
import { orderRepoInsertCases } from './order-repo-insert-cases.js';
import { orderRepoListCases } from './order-repo-list-cases.js';
import type { OpenedOrderRepo } from './order-repo-opened.js';
import { orderRepoOutboxCases } from './order-repo-outbox-cases.js';
import { orderRepoReadCases } from './order-repo-read-cases.js';
import { orderRepoReleaseCases } from './order-repo-release-cases.js';
import { orderRepoSettleCases } from './order-repo-settle-cases.js';
import { orderRepoWaitingCases } from './order-repo-waiting-cases.js';

/** Every promise of OrderRepo. */
export const orderRepoContract: Contract<OpenedOrderRepo> = {
  port: 'OrderRepo',
  cases: [
    ...orderRepoInsertCases,
    ...orderRepoReadCases,
    ...orderRepoListCases,
    ...orderRepoSettleCases,
    ...orderRepoOutboxCases,
    ...orderRepoGroupCases,
    ...orderRepoWaitingCases,
    ...orderRepoReleaseCases,
  ],
};
