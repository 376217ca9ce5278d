import { ok } from 'node:assert';
import type { ClaimAnswer, InventoryGateway, StockClaim, StockLine } from '../ports/inventory-gateway.js';
import type { Opened } from './contract.js';

/** What a harness opens for the cases of InventoryGateway. */
export interface OpenedInventoryGateway extends Opened<InventoryGateway> {
  /** Puts stock in; an item that was delivered once, be it 0 of it, is known. */
  deliver(tenantId: string, lines: readonly StockLine[]): Promise<void>;
  /** Cuts the subject off from the service until it is closed. */
  outage?(): Promise<void>;
}

export const ofItem = (quantity: number, skuId = 'sku-1', hubId = 'hub-1'): StockLine => ({ skuId, hubId, quantity });

export const aClaim = (orderId: string, ...lines: readonly StockLine[]): StockClaim => ({
  orderId,
  lines: lines.length === 0 ? [ofItem(1)] : lines,
});

/** Claims for one order of `tenant-1`. */
export const claimOne = async (gateway: InventoryGateway, claim: StockClaim): Promise<ClaimAnswer> => {
  const [answer] = await gateway.claim('tenant-1', [claim]);
  ok(answer !== undefined, `no answer for ${claim.orderId}`);
  return answer;
};

/** Fails unless exactly this much of an item is left; takes it. */
export const expectLeft = async (gateway: InventoryGateway, quantity: number, skuId = 'sku-1'): Promise<void> => {
  const probe = async (wanted: number, name: string): Promise<string> =>
    (await claimOne(gateway, aClaim(`probe-${skuId}-${name}`, ofItem(wanted, skuId)))).answer;
  const more = await probe(quantity + 1, 'more');
  ok(more === 'insufficient', `more than ${quantity} of ${skuId} is left`);
  if (quantity === 0) return;
  ok((await probe(quantity, 'rest')) === 'claimed', `less than ${quantity} of ${skuId} is left`);
};

export const kindsOf = (answers: readonly { readonly answer: string }[]): readonly string[] =>
  answers.map(({ answer }) => answer);
