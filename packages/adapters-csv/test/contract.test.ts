import { rejectionWriterContract, rowReaderContract, runContract } from '@oms/core/contract';
import { describe, test } from 'vitest';
import { FastCsvRejectionWriter, FastCsvRowReader } from '../src/index.js';

const runner = {
  test: (name: string, run: () => Promise<void>): void => test(name, run),
  skip: (name: string, reason: string): void => console.info(`left out: ${name} (${reason})`),
};

const close = async (): Promise<void> => undefined;

describe('FastCsvRowReader', async () => {
  const maxRecordBytes = 65_536;
  const open = async () => ({ subject: new FastCsvRowReader({ maxRecordBytes }), maxRecordBytes, close });
  await runContract(rowReaderContract, { open }, runner);
});

describe('FastCsvRejectionWriter', async () => {
  await runContract(
    rejectionWriterContract,
    { open: async () => ({ subject: new FastCsvRejectionWriter(), close }) },
    runner,
  );
});
