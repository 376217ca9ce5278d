import {
  type ClaimAnswer,
  type InventoryGateway,
  type OrderId,
  type ReleaseAnswer,
  type StockClaim,
  type StockLine,
  type StockPair,
  sumByPair,
  type TenantId,
} from '@oms/core';
import type { Connection } from '../database/connection.js';
import { tenantKey } from '../database/interned-names.js';
import { slicesOf } from '../database/slices-of.js';
import type { SqliteDatabase } from '../database/sqlite-database.js';
import { ClaimRows } from './claim-rows.js';
import { claimStock } from './claim-stock.js';
import { outageAnswer } from './outage-answer.js';
import { releaseStock } from './release-stock.js';
import { addStock, findStock } from './stock-row.js';

/** One stock file: added once per tenant, content and reference. */
export interface StockDelivery {
  /** Of the file; lower-case hex. */
  readonly sha256: string;
  /** Tells two deliveries with the same content apart. */
  readonly reference?: string | undefined;
}

export interface Delivered {
  /** False when this delivery was added before: then nothing was changed. */
  readonly applied: boolean;
  /** What there is more of now, each pair once; also when it was added before. */
  readonly pairs: readonly StockPair[];
}

const retryAfterMs = 1_000;

/**
 * Stock in one SQLite file, claimed atomically. An item is known from its first delivery on. Deliveries and stock are for
 * those who run the inventory; orders only see the gateway.
 */
export class SqliteInventoryGateway implements InventoryGateway {
  readonly supports = { atomicClaim: true, release: true };
  readonly #database: SqliteDatabase;
  readonly #claims = new ClaimRows();

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  /** Adds the quantities of a delivery, all or none, once. Throws `unavailable` / `inventory_unavailable`. */
  async deliver(tenantId: TenantId, delivery: StockDelivery, lines: readonly StockLine[]): Promise<Delivered> {
    const { sha256, reference = '' } = delivery;
    const sums = sumByPair(lines);
    const applied = await this.#write((connection) => {
      const tenantNo = this.#database.keys.findOrAdd(connection, tenantKey(tenantId));
      const sql = 'INSERT OR IGNORE INTO deliveries (tenant_no, sha256, reference) VALUES (?, ?, ?)';
      if (connection.run(sql, tenantNo, sha256, reference) === 0) return false;
      for (const line of sums) addStock(connection, tenantNo, line);
      return true;
    });
    return { applied, pairs: sums.map(({ skuId, hubId }) => ({ skuId, hubId })) };
  }

  /** How much there is; undefined for an item that was never delivered. */
  async stockOf(tenantId: TenantId, pair: StockPair): Promise<number | undefined> {
    return this.#read(tenantId, (connection, tenantNo) => findStock(connection, tenantNo, pair)?.quantity);
  }

  /** All of a tenant's stock by hub and SKU, in pages; a page is as of when it is read. */
  async *stock(tenantId: TenantId): AsyncGenerator<readonly StockLine[]> {
    const sql = `SELECT hub_id AS hubId, sku_id AS skuId, quantity FROM stock
      WHERE tenant_no = ? AND (hub_id, sku_id) > (?, ?) ORDER BY hub_id, sku_id LIMIT 1000`;
    for (let after: StockPair = { hubId: '', skuId: '' }; ; ) {
      const { hubId, skuId } = after;
      const page = await this.#read(tenantId, (connection, tenantNo) =>
        connection.all<StockLine>(sql, tenantNo, hubId, skuId).map((line) => ({ ...line })),
      );
      const last = page?.at(-1);
      if (page === undefined || last === undefined) return;
      yield page;
      after = last;
    }
  }

  async check(tenantId: TenantId, pairs: readonly StockPair[]): Promise<readonly ('known' | 'unknown')[]> {
    const answers: ('known' | 'unknown')[] = [];
    for (const slice of slicesOf([...pairs])) {
      const found = await this.#read(tenantId, (connection, tenantNo) =>
        slice.map((pair) => findStock(connection, tenantNo, pair) !== undefined),
      );
      answers.push(...slice.map((_, index) => (found?.[index] === true ? 'known' : 'unknown')));
    }
    return answers;
  }

  async claim(tenantId: TenantId, claims: readonly StockClaim[]): Promise<readonly ClaimAnswer[]> {
    const summed = claims.map(({ orderId, lines }) => ({ orderId, lines: sumByPair(lines) }));
    const answers = slicesOf(summed).map((slice) =>
      this.#write(claimStock(this.#deps, tenantId, slice)).catch((error: unknown) =>
        slice.map(() => outageAnswer(error, retryAfterMs)),
      ),
    );
    return (await Promise.all(answers)).flat();
  }

  async release(tenantId: TenantId, orderIds: readonly OrderId[]): Promise<readonly ReleaseAnswer[]> {
    const answers = slicesOf([...orderIds]).map((slice) =>
      this.#write(releaseStock(this.#deps, tenantId, slice)).catch((error: unknown) =>
        slice.map((): ReleaseAnswer => ({ answer: 'not_released', retryAfterMs, reason: String(error) })),
      ),
    );
    return (await Promise.all(answers)).flat();
  }

  get #deps() {
    return { interned: this.#database.keys, claims: this.#claims };
  }

  #read<T>(tenantId: TenantId, operation: (connection: Connection, tenantNo: number) => T): Promise<T | undefined> {
    return this.#database.read('inventory_unavailable', (connection) => {
      const tenantNo = this.#database.keys.find(connection, tenantKey(tenantId));
      return tenantNo === undefined ? undefined : operation(connection, tenantNo);
    });
  }

  #write<T>(operation: (connection: Connection) => T): Promise<T> {
    return this.#database.write('inventory_unavailable', operation);
  }
}
