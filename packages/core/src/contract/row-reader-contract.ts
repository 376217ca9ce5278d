import type { Contract } from './contract.js';
import { rowReaderCases } from './row-reader-cases.js';
import type { OpenedRowReader } from './row-reader-opened.js';
import { rowReaderSourceCases } from './row-reader-source-cases.js';

/** Every promise of RowReader. */
export const rowReaderContract: Contract<OpenedRowReader> = {
  port: 'RowReader',
  cases: [...rowReaderCases, ...rowReaderSourceCases],
};
