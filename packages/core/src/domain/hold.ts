import type { HubId, SkuId } from './ids.js';
import type { EpochMs } from './time.js';

/** Why an order is `on_hold`. */
export type HoldCode =
  | 'awaiting_check'
  | 'insufficient_stock'
  | 'inventory_unavailable'
  | 'unknown_item'
  | 'claim_unknown'
  | 'manual';

export const holdCodes: readonly HoldCode[] = [
  'awaiting_check',
  'insufficient_stock',
  'inventory_unavailable',
  'unknown_item',
  'claim_unknown',
  'manual',
];

/** One SKU at one hub of which there is too little. */
export interface Shortage {
  readonly skuId: SkuId;
  readonly hubId: HubId;
  readonly wanted: number;
  /** How much there was when asked; absent when the inventory does not tell. */
  readonly available?: number;
}

export interface Hold {
  readonly code: HoldCode;
  /** When the order took this code. */
  readonly since: EpochMs;
  /** How often stock was asked for and refused under this code; outages and unknown outcomes do not count. */
  readonly attempts: number;
  /** When a worker takes it up again; absent when a person has to. */
  readonly nextAttemptAt?: EpochMs;
  /** A sentence for people: what the last answer was. */
  readonly lastAnswer?: string;
  /**
   * For `insufficient_stock` (too little), `unknown_item` (the pairs that are unknown) and `claim_unknown` (the line that may have
   * been deducted); else empty.
   */
  readonly shortages: readonly Shortage[];
}
