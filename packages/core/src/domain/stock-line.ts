import type { HubId, SkuId } from './ids.js';

/** One SKU at one hub. */
export interface StockPair {
  readonly skuId: SkuId;
  readonly hubId: HubId;
}

export interface StockLine extends StockPair {
  readonly quantity: number;
}

export const isSamePair = (one: StockPair, other: StockPair): boolean =>
  one.skuId === other.skuId && one.hubId === other.hubId;

/** Unambiguous as an id holds no space. */
export const pairKey = ({ skuId, hubId }: StockPair): string => `${skuId} ${hubId}`;

/** Lines of one SKU and hub as one, in the order of their first. */
export const sumByPair = (lines: readonly StockLine[]): readonly StockLine[] => {
  if (lines.length === 1) return lines;
  const sums = new Map<string, StockLine>();
  for (const { skuId, hubId, quantity } of lines) {
    const key = pairKey({ skuId, hubId });
    sums.set(key, { skuId, hubId, quantity: (sums.get(key)?.quantity ?? 0) + quantity });
  }
  return [...sums.values()];
};
