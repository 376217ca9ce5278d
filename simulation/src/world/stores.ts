import type { ClaimLedger } from '@oms/core';
import {
  MemoryBulkOrderStore,
  MemoryClaimLedger,
  MemoryClaims,
  MemoryEvents,
  MemoryFiles,
  MemoryJobs,
  MemoryOrderStore,
  MemoryStock,
} from '@oms/core/memory';

/** Of one line of one order. */
export interface Deducted {
  readonly times: number;
  readonly quantity: number;
}

/** What outlives every process of a run. */
export class Stores {
  readonly orders = new MemoryOrderStore();
  readonly bulkOrders = new MemoryBulkOrderStore();
  readonly events = new MemoryEvents();
  readonly jobs = new MemoryJobs();
  readonly files = new MemoryFiles();
  readonly stock = new MemoryStock();
  readonly claims = new MemoryClaims();
  readonly ledger: ClaimLedger = new MemoryClaimLedger(this.claims);
  /** What an inventory that only decrements did, by tenant, order, hub and SKU: how often, and how much in all. */
  readonly deductions = new Map<string, Deducted>();
}
