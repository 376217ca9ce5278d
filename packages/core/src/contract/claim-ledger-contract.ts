import { claimLedgerAttemptCases } from './claim-ledger-attempt-cases.js';
import { claimLedgerEntryCases } from './claim-ledger-entry-cases.js';
import type { OpenedClaimLedger } from './claim-ledger-opened.js';
import type { Contract } from './contract.js';

/** Every promise of ClaimLedger. */
export const claimLedgerContract: Contract<OpenedClaimLedger> = {
  port: 'ClaimLedger',
  cases: [...claimLedgerEntryCases, ...claimLedgerAttemptCases],
};
