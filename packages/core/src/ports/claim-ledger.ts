import type { AttemptOutcome, ClaimAttempt, ClaimEntry } from '../domain/claim-entry.js';
import type { OrderId, TenantId } from '../domain/ids.js';
import type { StockPair } from './inventory-gateway.js';

export interface StartedAttempt {
  readonly answer: 'started' | 'refused';
  /** As it is now. */
  readonly entry: ClaimEntry;
}

/**
 * What an inventory that only decrements was asked for, order by order, so that no line is asked twice. An order without an
 * entry has an empty one.
 *
 * - Every write is durable when it resolves, and is one step: concurrent callers never see half of one.
 * - Tenants share no entries.
 * - Throws `unavailable` / `claim_ledger_unavailable` when it did not answer.
 */
export interface ClaimLedger {
  /** One entry per order, in the same order. */
  getMany(tenantId: TenantId, orderIds: readonly OrderId[]): Promise<readonly ClaimEntry[]>;
  /**
   * Starts an attempt, unless one stands (whatever its deadline), its pair was deducted, or the entry is closed. The same attempt
   * again is `started`; of concurrent ones exactly one is.
   */
  start(tenantId: TenantId, orderId: OrderId, attempt: ClaimAttempt): Promise<StartedAttempt>;
  /**
   * Writes down what became of an attempt, however late. `unknown` leaves it standing until its outcome is known. `lost`, and
   * nothing is changed, when it does not stand (any more); the same outcome again is `recorded`.
   */
  record(
    tenantId: TenantId,
    orderId: OrderId,
    attemptId: string,
    outcome: AttemptOutcome,
  ): Promise<'recorded' | 'lost'>;
  /** Lets no attempt start any more; while one stands nothing is changed. Resolves with the entry as it is then. */
  close(tenantId: TenantId, orderId: OrderId): Promise<ClaimEntry>;
  /** Takes deductions out that were given back elsewhere; a pair that is not there is left out. Resolves with the entry. */
  giveBack(tenantId: TenantId, orderId: OrderId, pairs: readonly StockPair[]): Promise<ClaimEntry>;
}
