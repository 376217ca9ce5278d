import type { Shortage } from '../domain/hold.js';
import type { OrderId, TenantId } from '../domain/ids.js';
import { orderKey } from '../domain/order-key.js';
import { sumByPair } from '../domain/stock-line.js';
import type {
  ClaimAnswer,
  InventoryGateway,
  ReleaseAnswer,
  StockClaim,
  StockLine,
  StockPair,
} from '../ports/inventory-gateway.js';
import { copy } from './copy.js';

/** The data of a memory inventory: two gateways on one store are two instances on the same data. */
export class MemoryStock {
  readonly quantities = new Map<string, number>();
  readonly claims = new Map<string, readonly StockLine[] | 'released'>();
  readonly deliveries = new Set<string>();
}

const itemKey = (tenantId: TenantId, { skuId, hubId }: StockPair): string => JSON.stringify([tenantId, hubId, skuId]);

/** An inventory in memory that claims atomically: every method is one step. Nothing outlives the store. */
export class MemoryInventoryGateway implements InventoryGateway {
  readonly supports = { atomicClaim: true, release: true };
  readonly #stock: MemoryStock;

  constructor(stock: MemoryStock = new MemoryStock()) {
    this.#stock = stock;
  }

  /** Adds stock, once per tenant and delivery id; false when it was added before. An item is known from then on. */
  async deliver(tenantId: TenantId, deliveryId: string, lines: readonly StockLine[]): Promise<boolean> {
    const delivery = orderKey(tenantId, deliveryId);
    if (this.#stock.deliveries.has(delivery)) return false;
    this.#stock.deliveries.add(delivery);
    for (const line of lines) this.#add(tenantId, line);
    return true;
  }

  /** How much there is; undefined for an item that was never delivered. */
  async stockOf(tenantId: TenantId, pair: StockPair): Promise<number | undefined> {
    return this.#stock.quantities.get(itemKey(tenantId, pair));
  }

  async check(tenantId: TenantId, pairs: readonly StockPair[]): Promise<readonly ('known' | 'unknown')[]> {
    return pairs.map((pair) => (this.#stock.quantities.has(itemKey(tenantId, pair)) ? 'known' : 'unknown'));
  }

  async claim(tenantId: TenantId, claims: readonly StockClaim[]): Promise<readonly ClaimAnswer[]> {
    return claims.map((claim) => this.#claim(tenantId, claim));
  }

  async release(tenantId: TenantId, orderIds: readonly OrderId[]): Promise<readonly ReleaseAnswer[]> {
    return orderIds.map((orderId) => {
      const key = orderKey(tenantId, orderId);
      const claimed = this.#stock.claims.get(key);
      this.#stock.claims.set(key, 'released');
      if (Array.isArray(claimed)) for (const line of claimed) this.#add(tenantId, line);
      return { answer: 'released' };
    });
  }

  #claim(tenantId: TenantId, { orderId, lines }: StockClaim): ClaimAnswer {
    const key = orderKey(tenantId, orderId);
    const before = this.#stock.claims.get(key);
    if (before !== undefined) return { answer: before === 'released' ? 'released' : 'claimed' };
    const wanted = sumByPair(lines);
    const unknown = wanted.filter((line) => !this.#stock.quantities.has(itemKey(tenantId, line)));
    if (unknown.length > 0) {
      return { answer: 'unknown_item', pairs: unknown.map(({ skuId, hubId }) => ({ skuId, hubId })) };
    }
    const shortages = wanted.flatMap((line) => this.#shortage(tenantId, line));
    if (shortages.length > 0) return { answer: 'insufficient', shortages };
    for (const line of wanted) this.#add(tenantId, { ...line, quantity: -line.quantity });
    this.#stock.claims.set(key, copy(wanted));
    return { answer: 'claimed' };
  }

  #shortage(tenantId: TenantId, { skuId, hubId, quantity }: StockLine): Shortage[] {
    const available = this.#stock.quantities.get(itemKey(tenantId, { skuId, hubId })) ?? 0;
    return available < quantity ? [{ skuId, hubId, wanted: quantity, available }] : [];
  }

  #add(tenantId: TenantId, line: StockLine): void {
    const key = itemKey(tenantId, line);
    this.#stock.quantities.set(key, (this.#stock.quantities.get(key) ?? 0) + line.quantity);
  }
}
