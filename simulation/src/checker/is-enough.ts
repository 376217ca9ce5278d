import type { Order, StockPair } from '@oms/core';

/** Whether there is enough of everything that the order wants, its lines of one item summed; told without the core's own sums. */
export const isEnough = (
  { tenantId, lines }: Pick<Order, 'tenantId' | 'lines'>,
  stockOf: (tenantId: string, pair: StockPair) => number,
): boolean =>
  lines.every((line) => {
    const wanted = lines
      .filter(({ skuId, hubId }) => skuId === line.skuId && hubId === line.hubId)
      .reduce((sum, { quantity }) => sum + quantity, 0);
    return stockOf(tenantId, line) >= wanted;
  });
