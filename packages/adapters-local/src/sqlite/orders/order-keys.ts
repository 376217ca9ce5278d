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

/** Together they name one row, or none. */
export type PlacedRow = readonly [rowNo: number, tenantNo: number, orderId: OrderId];

const selectPlaced = `SELECT ${orderColumns} FROM ${ordersWithGroups}
  WHERE o.row_no = ? AND o.tenant_no = ? AND o.order_id = ?`;

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
    if (tenantNo === undefined) return undefined;
    // Hashed only when no row is remembered.
    return {
      tenantNo,
      orderId,
      get keyHash() {
        return keyHash(orderKey(tenantId, orderId));
      },
    };
  }

  find(connection: Connection, tenantId: TenantId, orderId: OrderId): OrderRow | undefined {
    const place = this.place(connection, tenantId, orderId);
    return place && this.findPlaced(connection, place);
  }

  findPlaced(connection: Connection, place: PlacedOrder): OrderRow | undefined {
    return this.at(connection, place, (...row) => connection.get<OrderRow>(selectPlaced, ...row));
  }

  /** What `read` makes of the order; it answers undefined for a row that is not the order, which only shares its hash. */
  at<T>(connection: Connection, place: PlacedOrder, read: (...row: PlacedRow) => T | undefined): T | undefined {
    const { tenantNo, orderId } = place;
    const remembered = this.#remembered.find(tenantNo, orderId);
    const found = remembered === undefined ? undefined : read(remembered, tenantNo, orderId);
    return found ?? this.#index.find(connection, place.keyHash, (rowNo) => read(rowNo, tenantNo, orderId));
  }

  /** Inside a write. */
  add(connection: Connection, { keyHash, tenantNo, orderId }: PlacedOrder, rowNo: number): void {
    this.#index.add(connection, keyHash, rowNo);
    this.#remembered.add(tenantNo, orderId, rowNo);
  }
}
