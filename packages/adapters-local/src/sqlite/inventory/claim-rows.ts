import { type OrderId, orderKey, type TenantId } from '@oms/core';
import type { Connection } from '../database/connection.js';
import { HashIndex } from '../database/hash-index.js';
import { keyHash } from '../database/key-hash.js';

/** What is deducted for an order: numbers of stock rows, and how much of each. */
export type ClaimedLines = readonly (readonly [stockNo: number, quantity: number])[];

export interface ClaimRow {
  readonly row_no: number;
  readonly is_released: number;
  readonly lines: string;
}

export interface ClaimName {
  readonly tenantNo: number;
  readonly orderId: OrderId;
  readonly keyHash: number;
}

export const claimNameOf = (tenantId: TenantId, tenantNo: number, orderId: OrderId): ClaimName => ({
  tenantNo,
  orderId,
  keyHash: keyHash(orderKey(tenantId, orderId)),
});

/** The claims of orders, by the order's id. */
export class ClaimRows {
  readonly #index = new HashIndex('claim_keys');

  find(connection: Connection, { tenantNo, orderId, keyHash }: ClaimName): ClaimRow | undefined {
    const sql = 'SELECT row_no, is_released, lines FROM claims WHERE row_no = ? AND tenant_no = ? AND order_id = ?';
    return this.#index.find(connection, keyHash, (rowNo) => connection.get<ClaimRow>(sql, rowNo, tenantNo, orderId));
  }

  /** Inside a write. */
  add(connection: Connection, name: ClaimName, claim: { readonly isReleased: boolean; readonly lines: ClaimedLines }) {
    const rowNo = connection.insert(
      'INSERT INTO claims (tenant_no, order_id, is_released, lines) VALUES (?, ?, ?, ?)',
      name.tenantNo,
      name.orderId,
      Number(claim.isReleased),
      JSON.stringify(claim.lines),
    );
    this.#index.add(connection, name.keyHash, rowNo);
  }

  /** Inside a write. */
  markReleased(connection: Connection, { row_no }: ClaimRow): void {
    connection.run(`UPDATE claims SET is_released = 1, lines = '[]' WHERE row_no = ?`, row_no);
  }
}
