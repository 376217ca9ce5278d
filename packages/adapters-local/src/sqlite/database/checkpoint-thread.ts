import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

const database = new DatabaseSync(workerData as string, { timeout: 0 });

const copyLog = (): void => {
  try {
    database.exec('PRAGMA wal_checkpoint(PASSIVE)');
  } catch {
    // What could not be copied stays in the log, and whoever writes next learns what is wrong with the disk.
  }
};

parentPort?.on('message', (ask: 'copy' | 'close') => {
  if (ask === 'copy') copyLog();
  else database.close();
  parentPort?.postMessage('done');
  if (ask === 'close') parentPort?.close();
});
