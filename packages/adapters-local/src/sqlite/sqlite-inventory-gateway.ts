import type {
  ClaimAnswer,
  InventoryGateway,
  OrderId,
  ReleaseAnswer,
  Shortage,
  StockClaim,
  StockLine,
  StockPair,
  TenantId,
} from '@oms/core';
import { keyHash } from './key-hash.js';
import type { SqliteDatabase } from './sqlite-database.js';
import { TenantNumbers } from './tenant-numbers.js';

/** One stock file: applied once per tenant, content and reference. */
export interface StockDelivery {
  /** Of the file; lower-case hex. */
  readonly sha256: string;
  /** Tells two deliveries with the same content apart. */
  readonly reference?: string | undefined;
}

interface Item {
  readonly line: StockLine;
  readonly itemNo: number | undefined;
  readonly available: number;
}

/** Stock in SQLite, claimed atomically: the write lock makes reading and deducting one step. */
export class SqliteInventoryGateway implements InventoryGateway {
  readonly supports = { atomicClaim: true, release: true };
  readonly #db: SqliteDatabase;
  readonly #tenants: TenantNumbers;

  constructor(db: SqliteDatabase) {
    this.#db = db;
    this.#tenants = new TenantNumbers(db);
  }

  /** Adds a delivery's quantities in one transaction, once; an item is known from its first delivery on. */
  async deliver(
    tenantId: TenantId,
    delivery: StockDelivery,
    lines: readonly StockLine[],
  ): Promise<{ readonly applied: boolean }> {
    const tenantNo = await this.#tenants.ensure(tenantId);
    return this.#db.write(() => {
      const isNew = this.#db.run(
        'INSERT OR IGNORE INTO deliveries (tenant_no, sha256, reference) VALUES (?, ?, ?)',
        tenantNo,
        delivery.sha256,
        delivery.reference ?? '',
      );
      if (isNew === 0) return { applied: false };
      for (const line of lines) this.#addStock(tenantNo, line);
      return { applied: true };
    });
  }

  /** How much there is; undefined for an item that was never delivered. */
  async stockOf(tenantId: TenantId, pair: StockPair): Promise<number | undefined> {
    const tenantNo = this.#tenants.find(tenantId);
    const item = tenantNo === undefined ? undefined : this.#item(tenantNo, { ...pair, quantity: 0 });
    return item?.itemNo === undefined ? undefined : item.available;
  }

  async check(tenantId: TenantId, pairs: readonly StockPair[]): Promise<readonly ('known' | 'unknown')[]> {
    const tenantNo = this.#tenants.find(tenantId);
    if (tenantNo === undefined) return pairs.map(() => 'unknown');
    return pairs.map((pair) =>
      this.#item(tenantNo, { ...pair, quantity: 0 }).itemNo === undefined ? 'unknown' : 'known',
    );
  }

  async claim(tenantId: TenantId, claims: readonly StockClaim[]): Promise<readonly ClaimAnswer[]> {
    try {
      const tenantNo = await this.#tenants.ensure(tenantId);
      return await this.#db.write(() => claims.map((claim) => this.#claim(tenantNo, claim)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return claims.map(() => ({ answer: 'not_attempted', retryAfterMs: 1_000, reason }));
    }
  }

  async release(tenantId: TenantId, orderIds: readonly OrderId[]): Promise<readonly ReleaseAnswer[]> {
    const tenantNo = await this.#tenants.ensure(tenantId);
    return this.#db.write(() => orderIds.map((orderId) => this.#release(tenantNo, orderId)));
  }

  #claim(tenantNo: number, { orderId, lines }: StockClaim): ClaimAnswer {
    const before = this.#find(tenantNo, orderId);
    if (before !== undefined) return { answer: before.isReleased ? 'released' : 'claimed' };
    const items = sumByPair(lines).map((line) => this.#item(tenantNo, line));
    const unknown = items.filter(({ itemNo }) => itemNo === undefined);
    if (unknown.length > 0) {
      return { answer: 'unknown_item', pairs: unknown.map(({ line: { skuId, hubId } }) => ({ skuId, hubId })) };
    }
    const shortages = items.flatMap(shortageOf);
    if (shortages.length > 0) return { answer: 'insufficient', shortages };
    for (const { itemNo, line } of items) {
      this.#db.run('UPDATE stock SET quantity = quantity - ? WHERE item_no = ?', line.quantity, itemNo as number);
    }
    this.#insert(tenantNo, orderId, { isReleased: false, lines: items.map(({ line }) => line) });
    return { answer: 'claimed' };
  }

  #release(tenantNo: number, orderId: OrderId): ReleaseAnswer {
    const claim = this.#find(tenantNo, orderId);
    if (claim === undefined) this.#insert(tenantNo, orderId, { isReleased: true, lines: [] });
    else if (!claim.isReleased) {
      this.#db.run('UPDATE claims SET is_released = 1 WHERE claim_no = ?', claim.claimNo);
      for (const line of claim.lines) this.#addStock(tenantNo, line);
    }
    return { answer: 'released' };
  }

  #find(tenantNo: number, orderId: OrderId) {
    const row = this.#db.get(
      'SELECT claim_no, is_released, lines FROM claims WHERE key_hash = ? AND tenant_no = ? AND order_id = ?',
      keyHash(tenantNo, orderId),
      tenantNo,
      orderId,
    );
    if (row === undefined) return undefined;
    const lines = JSON.parse(String(row.lines)) as readonly StockLine[];
    return { claimNo: Number(row.claim_no), isReleased: row.is_released === 1, lines };
  }

  #insert(
    tenantNo: number,
    orderId: OrderId,
    claim: { readonly isReleased: boolean; readonly lines: readonly StockLine[] },
  ): void {
    this.#db.run(
      'INSERT INTO claims (key_hash, tenant_no, order_id, is_released, lines) VALUES (?, ?, ?, ?, ?)',
      keyHash(tenantNo, orderId),
      tenantNo,
      orderId,
      claim.isReleased ? 1 : 0,
      JSON.stringify(claim.lines),
    );
  }

  #item(tenantNo: number, line: StockLine): Item {
    const row = this.#db.get(
      'SELECT item_no, quantity FROM stock WHERE tenant_no = ? AND hub_id = ? AND sku_id = ?',
      tenantNo,
      line.hubId,
      line.skuId,
    );
    return { line, itemNo: row === undefined ? undefined : Number(row.item_no), available: Number(row?.quantity ?? 0) };
  }

  #addStock(tenantNo: number, { hubId, skuId, quantity }: StockLine): void {
    this.#db.run(
      `INSERT INTO stock (tenant_no, hub_id, sku_id, quantity) VALUES (?, ?, ?, ?)
       ON CONFLICT (tenant_no, hub_id, sku_id) DO UPDATE SET quantity = quantity + excluded.quantity`,
      tenantNo,
      hubId,
      skuId,
      quantity,
    );
  }
}

const shortageOf = ({ line: { skuId, hubId, quantity }, available }: Item): Shortage[] =>
  available < quantity ? [{ skuId, hubId, wanted: quantity, available }] : [];

/** Lines of one SKU and hub as one, in order of their first. */
const sumByPair = (lines: readonly StockLine[]): readonly StockLine[] => {
  if (lines.length === 1) return lines;
  const sums = new Map<string, StockLine>();
  for (const { skuId, hubId, quantity } of lines) {
    const key = `${hubId} ${skuId}`;
    sums.set(key, { skuId, hubId, quantity: (sums.get(key)?.quantity ?? 0) + quantity });
  }
  return [...sums.values()];
};
