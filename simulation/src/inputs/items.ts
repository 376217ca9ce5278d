import type { StockLine, StockPair } from '@oms/core';
import type { Chance } from './chance.js';

export const tenants = ['north', 'south'] as const;

/** Items that every inventory knows from the start on, though there may be none of them. */
export const knownItems: readonly StockPair[] = [
  { skuId: 'apple', hubId: 'hub-1' },
  { skuId: 'pear', hubId: 'hub-1' },
  { skuId: 'apple', hubId: 'hub-2' },
  { skuId: 'quince', hubId: 'hub-2' },
];

/** An item that no inventory ever knows. */
export const unknownItem: StockPair = { skuId: 'ghost', hubId: 'hub-1' };

export const sellerOf = (tenantId: string): string => `seller-of-${tenantId}`;

/** Ids that both tenants use, over HTTP and in files. */
export const sharedOrderIds: readonly string[] = Array.from({ length: 9 }, (_, index) => `order-${index + 1}`);

/** 1 to 3 lines; one in two orders asks for one item in two lines. */
export const someLines = (chance: Chance): readonly StockLine[] =>
  Array.from({ length: chance.integer(1, 3) }, () => ({
    ...chance.one(chance.happens(0.5) ? knownItems.slice(0, 2) : knownItems),
    quantity: chance.integer(1, 6),
  }));

/** What an order id stands for: the usual content of a run, or another one under the same id. */
export interface Contents {
  readonly usual: readonly StockLine[];
  readonly other: readonly StockLine[];
}

export const contentsOfIds = (chance: Chance): ReadonlyMap<string, Contents> =>
  new Map(
    sharedOrderIds.map((orderId) => {
      const usual = someLines(chance);
      const [first, ...rest] = usual as readonly [StockLine, ...StockLine[]];
      return [orderId, { usual, other: [{ ...first, quantity: first.quantity + 1 }, ...rest] }];
    }),
  );
