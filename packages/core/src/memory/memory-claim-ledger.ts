import {
  type AttemptOutcome,
  type ClaimAttempt,
  type ClaimEntry,
  closeEntry,
  emptyEntry,
  endAttempt,
  startAttempt,
  withoutReturned,
} from '../domain/claim-entry.js';
import type { OrderId, TenantId } from '../domain/ids.js';
import { orderKey } from '../domain/order-key.js';
import type { ClaimLedger, StartedAttempt } from '../ports/claim-ledger.js';
import type { StockPair } from '../ports/inventory-gateway.js';
import { copy } from './copy.js';

/** The data of a memory ledger: two ledgers on one store are two instances on the same data. */
export class MemoryClaims {
  readonly entries = new Map<string, ClaimEntry>();
}

/** A claim ledger in memory: every method is one step. Nothing outlives the store. */
export class MemoryClaimLedger implements ClaimLedger {
  readonly #claims: MemoryClaims;

  constructor(claims: MemoryClaims = new MemoryClaims()) {
    this.#claims = claims;
  }

  async getMany(tenantId: TenantId, orderIds: readonly OrderId[]): Promise<readonly ClaimEntry[]> {
    return orderIds.map((orderId) => copy(this.#entry(tenantId, orderId)));
  }

  async start(tenantId: TenantId, orderId: OrderId, attempt: ClaimAttempt): Promise<StartedAttempt> {
    const entry = startAttempt(this.#entry(tenantId, orderId), copy(attempt));
    return { answer: entry === undefined ? 'refused' : 'started', entry: this.#write(tenantId, orderId, entry) };
  }

  async record(
    tenantId: TenantId,
    orderId: OrderId,
    attemptId: string,
    outcome: AttemptOutcome,
  ): Promise<'recorded' | 'lost'> {
    const entry = endAttempt(this.#entry(tenantId, orderId), attemptId, copy(outcome));
    this.#write(tenantId, orderId, entry);
    return entry === undefined ? 'lost' : 'recorded';
  }

  async close(tenantId: TenantId, orderId: OrderId): Promise<ClaimEntry> {
    return this.#write(tenantId, orderId, closeEntry(this.#entry(tenantId, orderId)));
  }

  async giveBack(tenantId: TenantId, orderId: OrderId, pairs: readonly StockPair[]): Promise<ClaimEntry> {
    return this.#write(tenantId, orderId, withoutReturned(this.#entry(tenantId, orderId), pairs));
  }

  #entry(tenantId: TenantId, orderId: OrderId): ClaimEntry {
    return this.#claims.entries.get(orderKey(tenantId, orderId)) ?? emptyEntry(orderId);
  }

  /** Undefined leaves the entry as it is; gives what stands then. */
  #write(tenantId: TenantId, orderId: OrderId, entry: ClaimEntry | undefined): ClaimEntry {
    if (entry !== undefined) this.#claims.entries.set(orderKey(tenantId, orderId), entry);
    return copy(this.#entry(tenantId, orderId));
  }
}
