import type { Shortage } from '../domain/hold.js';
import type { OrderId, TenantId } from '../domain/ids.js';
import type { StockLine, StockPair } from '../domain/stock-line.js';

export type { StockLine, StockPair } from '../domain/stock-line.js';

/** The stock that one order wants; the order id names the claim. Lines of one SKU and hub are summed. */
export interface StockClaim {
  readonly orderId: OrderId;
  readonly lines: readonly StockLine[];
}

export type ClaimAnswer =
  | { readonly answer: 'claimed' }
  | { readonly answer: 'insufficient'; readonly shortages: readonly Shortage[] }
  /** The inventory does not know these pairs (any more). */
  | { readonly answer: 'unknown_item'; readonly pairs: readonly StockPair[] }
  /** The claim was released before; it can never be claimed again. */
  | { readonly answer: 'released' }
  /** It may or may not have been deducted; `line`: which one, when only one is in doubt. */
  | { readonly answer: 'unknown_outcome'; readonly reason: string; readonly line?: StockLine }
  /** The inventory was not asked, or said that it did nothing. */
  | { readonly answer: 'not_attempted'; readonly retryAfterMs: number; readonly reason: string };

export type ReleaseAnswer =
  /** `unreleased`: what an inventory that takes nothing back has deducted, for somebody to give back. */
  | { readonly answer: 'released'; readonly unreleased?: readonly StockLine[] }
  /** Not known to be released: ask again. */
  | { readonly answer: 'not_released'; readonly retryAfterMs: number; readonly reason: string };

export interface InventorySupport {
  /** All lines of an order or none, and the same order id again deducts nothing. */
  readonly atomicClaim: boolean;
  /** A claim can be given back. */
  readonly release: boolean;
}

/**
 * Asks an inventory service (IMS) for stock.
 *
 * - Tenants share no stock and no claims.
 * - Stock never falls below 0; concurrent claims never get the same unit. (With `atomicClaim`; else it is the service that oversells.)
 * - Answers come one per input, in the same order.
 */
export interface InventoryGateway {
  readonly supports: InventorySupport;
  /** Throws `unavailable` / `inventory_unavailable` when the service did not answer for any of the pairs. */
  check(tenantId: TenantId, pairs: readonly StockPair[]): Promise<readonly ('known' | 'unknown')[]>;
  /**
   * Claims the stock of each order, in turn. Never throws for what the service did: a batch never hides which of its
   * orders were deducted. `claimed`: all lines are deducted, durably; the same order id again answers `claimed` and
   * deducts nothing. `insufficient`: nothing is deducted; shortages are in the order of the lines, one per pair.
   * `unknown_item` goes before `insufficient`.
   */
  claim(tenantId: TenantId, claims: readonly StockClaim[]): Promise<readonly ClaimAnswer[]>;
  /**
   * Gives the claims of these orders back, durably, each at most once. Releasing again, or an id that was never claimed,
   * answers `released`; a later claim of the id answers `released`.
   */
  release(tenantId: TenantId, orderIds: readonly OrderId[]): Promise<readonly ReleaseAnswer[]>;
}
