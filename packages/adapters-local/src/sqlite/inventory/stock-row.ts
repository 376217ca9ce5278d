import type { StockLine, StockPair } from '@oms/core';
import type { Connection } from '../database/connection.js';

export interface StockRow {
  readonly stock_no: number;
  readonly quantity: number;
}

/** Undefined for a pair that was never delivered. */
export const findStock = (
  connection: Connection,
  tenantNo: number,
  { hubId, skuId }: StockPair,
): StockRow | undefined =>
  connection.get<StockRow>(
    'SELECT stock_no, quantity FROM stock WHERE tenant_no = ? AND hub_id = ? AND sku_id = ?',
    tenantNo,
    hubId,
    skuId,
  );

/** Inside a write. */
export const addStock = (connection: Connection, tenantNo: number, { hubId, skuId, quantity }: StockLine): void => {
  connection.run(
    `INSERT INTO stock (tenant_no, hub_id, sku_id, quantity) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET quantity = quantity + excluded.quantity`,
    tenantNo,
    hubId,
    skuId,
    quantity,
  );
};

/** Inside a write. */
export const changeStock = (connection: Connection, stockNo: number, by: number): void => {
  connection.run('UPDATE stock SET quantity = quantity + ? WHERE stock_no = ?', by, stockNo);
};
