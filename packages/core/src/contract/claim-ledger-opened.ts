import type { ClaimAttempt } from '../domain/claim-entry.js';
import type { ClaimLedger } from '../ports/claim-ledger.js';
import type { Opened } from './contract.js';
import { t0 } from './order-fixtures.js';

/** What a harness opens for the cases of ClaimLedger. */
export interface OpenedClaimLedger extends Opened<ClaimLedger> {
  /** Cuts the subject off from its store until it is closed. */
  outage?(): Promise<void>;
}

/** An attempt for 2 of an item. */
export const anAttempt = (attemptId: string, skuId = 'sku-1', hubId = 'hub-1'): ClaimAttempt => ({
  attemptId,
  line: { skuId, hubId, quantity: 2 },
  startedAt: t0,
  deadlineAt: t0 + 1_000,
});

/** The deduction that an attempt stands for. */
export const lineOf = (skuId = 'sku-1', hubId = 'hub-1') => ({ skuId, hubId, quantity: 2 });

/** Deducts a line of `tenant-1`. */
export const deduct = async (ledger: ClaimLedger, orderId: string, attempt: ClaimAttempt): Promise<void> => {
  await ledger.start('tenant-1', orderId, attempt);
  await ledger.record('tenant-1', orderId, attempt.attemptId, { outcome: 'deducted' });
};
