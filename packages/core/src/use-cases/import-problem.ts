import type { Problem } from '../domain/bulk-order.js';
import { isOmsError } from '../errors.js';

const sentences: Readonly<Record<string, string>> = {
  inventory_unavailable: 'The inventory does not answer; the import goes on when it does.',
  file_store_unavailable: 'The file store does not answer; the import goes on when it does.',
  order_repo_unavailable: 'The store of orders does not answer; the import goes on when it does.',
  bulk_order_repo_unavailable: 'The store of imports does not answer; the import goes on when it does.',
  disk_full: 'The disk of the service is full; the import goes on when there is room.',
};
const ofAnyOther = 'A part of the service does not answer; the import goes on when it does.';

/**
 * What whoever sent the file is told of what stopped it: our own sentence about the file, or a fixed one where the error's
 * would be that of a driver or of a server, which is for the log alone.
 */
export const importProblem = (error: unknown): Problem => {
  if (!isOmsError(error)) return { code: 'unexpected', message: 'Something went wrong here; it is tried again.' };
  const { kind, code, message } = error;
  const isOutage = kind === 'unavailable' || kind === 'unknown_outcome';
  return { code, message: isOutage ? (sentences[code] ?? ofAnyOther) : message };
};
