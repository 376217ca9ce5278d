import type { OrderLine } from '../domain/order.js';
import { pairKey, type StockPair } from '../domain/stock-line.js';

/** The SKU and hub of these lines, each once, in order. */
export const distinctPairs = (lines: readonly Pick<OrderLine, 'skuId' | 'hubId'>[]): readonly StockPair[] => {
  const pairs = new Map<string, StockPair>();
  for (const { skuId, hubId } of lines) pairs.set(pairKey({ skuId, hubId }), { skuId, hubId });
  return [...pairs.values()];
};
