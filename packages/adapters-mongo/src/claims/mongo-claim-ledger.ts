import {
  type AttemptOutcome,
  type ClaimAttempt,
  type ClaimEntry,
  type ClaimLedger,
  closeEntry,
  emptyEntry,
  endAttempt,
  type OrderId,
  orderKey,
  type StartedAttempt,
  type StockPair,
  startAttempt,
  type TenantId,
  withoutReturned,
} from '@oms/core';
import type { Collection, Db } from 'mongodb';
import { isDuplicateKey } from '../database/driver-error.js';
import { MongoCalls } from '../database/mongo-calls.js';
import { type MongoRepoOptions, openCollection } from '../database/open-collection.js';

interface ClaimDocument {
  /** Of tenant and order. */
  readonly _id: string;
  readonly version: number;
  readonly entry: ClaimEntry;
}

type Change = (entry: ClaimEntry) => ClaimEntry | undefined;

interface Changed {
  readonly isAllowed: boolean;
  /** As it is now. */
  readonly entry: ClaimEntry;
}

/**
 * A claim ledger in MongoDB 6.0 or newer: collection `claim_entries`, one document per order, changed by compare-and-set. Takes a
 * connected database and leaves it open. Every query is by `_id`.
 */
export class MongoClaimLedger implements ClaimLedger {
  readonly #claims: Collection<ClaimDocument>;
  readonly #calls: MongoCalls;

  constructor(db: Db, options: MongoRepoOptions = {}) {
    this.#claims = openCollection(db, 'claim_entries');
    this.#calls = new MongoCalls('claim_ledger_unavailable', options);
  }

  async getMany(tenantId: TenantId, orderIds: readonly OrderId[]): Promise<readonly ClaimEntry[]> {
    const keys = orderIds.map((orderId) => orderKey(tenantId, orderId));
    const found = await this.#calls.run(() => this.#claims.find({ _id: { $in: [...new Set(keys)] } }).toArray());
    const byKey = new Map(found.map(({ _id, entry }) => [_id, entry]));
    return orderIds.map((orderId, index) => structuredClone(byKey.get(keys[index] ?? '') ?? emptyEntry(orderId)));
  }

  async start(tenantId: TenantId, orderId: OrderId, attempt: ClaimAttempt): Promise<StartedAttempt> {
    const own = structuredClone(attempt);
    const { isAllowed, entry } = await this.#change(tenantId, orderId, (stored) => startAttempt(stored, own));
    return { answer: isAllowed ? 'started' : 'refused', entry };
  }

  async record(
    tenantId: TenantId,
    orderId: OrderId,
    attemptId: string,
    outcome: AttemptOutcome,
  ): Promise<'recorded' | 'lost'> {
    const own = { ...outcome };
    const { isAllowed } = await this.#change(tenantId, orderId, (stored) => endAttempt(stored, attemptId, own));
    return isAllowed ? 'recorded' : 'lost';
  }

  async close(tenantId: TenantId, orderId: OrderId): Promise<ClaimEntry> {
    return (await this.#change(tenantId, orderId, closeEntry)).entry;
  }

  async giveBack(tenantId: TenantId, orderId: OrderId, pairs: readonly StockPair[]): Promise<ClaimEntry> {
    const own = structuredClone(pairs);
    return (await this.#change(tenantId, orderId, (stored) => withoutReturned(stored, own))).entry;
  }

  /** May run again after its answer was lost: each change of an entry that shows its effect already allows itself again. */
  #change(tenantId: TenantId, orderId: OrderId, change: Change): Promise<Changed> {
    const _id = orderKey(tenantId, orderId);
    return this.#calls.run(async () => {
      for (;;) {
        const stored = await this.#claims.findOne({ _id });
        const before = stored?.entry ?? emptyEntry(orderId);
        const entry = change(before);
        if (entry === undefined) return { isAllowed: false, entry: before };
        if (await this.#replace(stored, { _id, version: (stored?.version ?? 0) + 1, entry })) {
          return { isAllowed: true, entry: structuredClone(entry) };
        }
      }
    });
  }

  /** False when somebody else was faster. */
  async #replace(stored: ClaimDocument | null, next: ClaimDocument): Promise<boolean> {
    if (stored !== null) {
      const { _id, version } = stored;
      return (await this.#claims.replaceOne({ _id, version }, next)).matchedCount === 1;
    }
    try {
      await this.#claims.insertOne(next);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}
