export { aBulkOrder, aFile, aRejection } from './bulk-fixtures.js';
export type { Contract, ContractCase, ContractRunner, Harness, Opened } from './contract.js';
export { onSubject, onTwoInstances, onTwoSubjects } from './contract-case.js';
export { eventually, throughout } from './eventually.js';
export * from './order-fixtures.js';
export { orderRepoContract } from './order-repo-contract.js';
export type { OpenedOrderRepo } from './order-repo-opened.js';
export { runContract } from './run-contract.js';
