import type { OrderId, TenantId } from '../domain/ids.js';
import type { StockLine, StockPair } from './inventory-gateway.js';

/** One line of one order, to be deducted once. */
export interface Deduction {
  readonly orderId: OrderId;
  readonly line: StockLine;
}

export type DeductAnswer =
  | { readonly answer: 'deducted' }
  /** There is too little; nothing was deducted. `available` only when the service tells. */
  | { readonly answer: 'insufficient'; readonly available?: number }
  | { readonly answer: 'unknown_item' }
  /** It may or may not have been deducted. */
  | { readonly answer: 'unknown_outcome'; readonly reason: string }
  /** The service was not asked, or said that it did nothing. */
  | { readonly answer: 'not_attempted'; readonly retryAfterMs: number; readonly reason: string };

/**
 * An inventory service that only decrements: it deducts one line at a time, again whenever it is asked again, and takes nothing
 * back. `LedgeredInventory` makes an InventoryGateway of it.
 */
export interface LineInventory {
  /** As `InventoryGateway.check`. */
  check(tenantId: TenantId, pairs: readonly StockPair[]): Promise<readonly ('known' | 'unknown')[]>;
  /** Never throws for what the service did. Asking twice may deduct twice. */
  deduct(tenantId: TenantId, deduction: Deduction): Promise<DeductAnswer>;
}
