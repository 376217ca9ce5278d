import type { SqliteInventoryGateway } from '@oms/adapters-local/sqlite';

/** Units by `hub,sku`. */
export const allStock = async (
  gateway: SqliteInventoryGateway,
  tenantId: string,
): Promise<ReadonlyMap<string, number>> => {
  const stock = new Map<string, number>();
  for await (const page of gateway.stock(tenantId)) {
    for (const { hubId, skuId, quantity } of page) stock.set(`${hubId},${skuId}`, quantity);
  }
  return stock;
};
