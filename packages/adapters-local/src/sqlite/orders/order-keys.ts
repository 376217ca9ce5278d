import { type OrderId, orderKey, type TenantId } from '@oms/core';
import type { Connection } from '../database/connection.js';
import { HashIndex } from '../database/hash-index.js';
import type { InternedKeys } from '../database/interned-keys.js';
import { tenantKey } from '../database/interned-names.js';
import { keyHash } from '../database/key-hash.js';
import { type OrderRow, orderColumns, ordersWithGroups } from './order-row.js';
import { RememberedRows } from './remembered-rows.js';

export interface PlacedOrder {
  readonly tenantNo: number;
  readonly keyHash: number;
  readonly orderId: OrderId;
}

const index = new HashIndex('order_keys');

/**
 * An SQL condition for the one order of a place: `?1` hash, `?2` tenant and `?3` order id. The plus keeps the planner from
 * walking through the tenant's orders instead.
 */
export const isPlacedOrder = `row_no IN (${index.rowsOfHash}) AND +tenant_no = ?2 AND order_id = ?3`;

/** The same by a remembered row: `?1` is its number. */
export const isRememberedOrder = 'row_no = ?1 AND +tenant_no = ?2 AND order_id = ?3';

const select = `SELECT ${orderColumns} FROM ${ordersWithGroups}`;
const selectPlaced = `${select} WHERE o.row_no IN (${index.rowsOfHash}) AND +o.tenant_no = ?2 AND o.order_id = ?3`;
const selectRemembered = `${select} WHERE o.row_no = ?1 AND +o.tenant_no = ?2 AND o.order_id = ?3`;

/** Finds orders by tenant and order id. */
export class OrderKeys {
  readonly #index = new HashIndex('order_keys');
  readonly #remembered = new RememberedRows();
  readonly #interned: InternedKeys;

  constructor(interned: InternedKeys) {
    this.#interned = interned;
  }

  /** Undefined for a tenant that has no order. */
  place(connection: Connection, tenantId: TenantId, orderId: OrderId): PlacedOrder | undefined {
    const tenantNo = this.#interned.find(connection, tenantKey(tenantId));
    return tenantNo === undefined ? undefined : { tenantNo, keyHash: keyHash(orderKey(tenantId, orderId)), orderId };
  }

  find(connection: Connection, tenantId: TenantId, orderId: OrderId): OrderRow | undefined {
    const place = this.place(connection, tenantId, orderId);
    return place && this.findPlaced(connection, place);
  }

  findPlaced(connection: Connection, { keyHash, tenantNo, orderId }: PlacedOrder): OrderRow | undefined {
    const hint = this.#remembered.find(tenantNo, orderId);
    const row = hint === undefined ? undefined : connection.get<OrderRow>(selectRemembered, hint, tenantNo, orderId);
    return row ?? connection.get<OrderRow>(selectPlaced, keyHash, tenantNo, orderId);
  }

  /** A row number to try first: it may be another order's. */
  hintOf({ tenantNo, orderId }: Omit<PlacedOrder, 'keyHash'>): number | undefined {
    return this.#remembered.find(tenantNo, orderId);
  }

  /** False for certain when no key has this hash: most new orders need no further look. */
  mayBeTaken(connection: Connection, { keyHash }: PlacedOrder): boolean {
    return connection.get(this.#index.rowsOfHash, keyHash) !== undefined;
  }

  add(connection: Connection, { keyHash, tenantNo, orderId }: PlacedOrder, rowNo: number): void {
    this.#index.add(connection, keyHash, rowNo);
    this.#remembered.add(tenantNo, orderId, rowNo);
  }
}
