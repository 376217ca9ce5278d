import type { Contract } from './contract.js';
import type { OpenedFileStore } from './file-store-opened.js';
import { fileStorePutCases } from './file-store-put-cases.js';
import { fileStoreReadCases } from './file-store-read-cases.js';

/** Every promise of FileStore. */
export const fileStoreContract: Contract<OpenedFileStore> = {
  port: 'FileStore',
  cases: [...fileStorePutCases, ...fileStoreReadCases],
};
