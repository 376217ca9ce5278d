import type { Order } from '@oms/core';
import { expect } from 'vitest';
import { type OrderFile, pairOf } from './order-file.js';
import type { Stored } from './verify-stored.js';

/** What is gone is what confirmed orders have; an order that waits really could not be had. */
export const verifyStock = (files: readonly OrderFile[], { orders, stock }: Stored): void => {
  const sold = wantedOf(orders.filter(({ status }) => status === 'new_order'));
  const expected = new Map<string, number>();
  for (const file of files) {
    for (const [pair, quantity] of file.stock) expected.set(pair, (expected.get(pair) ?? 0) + quantity);
  }
  for (const [pair, quantity] of sold) expected.set(pair, (expected.get(pair) ?? 0) - quantity);
  expect(sorted(stock), 'stock left').toEqual(sorted(expected));
  expect(Math.min(...stock.values()), 'least stock').toBeGreaterThanOrEqual(0);
  const waiting = orders.filter(({ status }) => status !== 'new_order');
  for (const order of waiting) {
    expect(order.hold?.code, order.orderId).toBe('insufficient_stock');
    const short = [...wantedOf([order])].filter(([pair, wanted]) => (stock.get(pair) ?? 0) < wanted);
    expect(short.length, `items that ${order.orderId} lacks`).toBeGreaterThan(0);
  }
};

const wantedOf = (orders: readonly Pick<Order, 'lines'>[]): ReadonlyMap<string, number> => {
  const wanted = new Map<string, number>();
  for (const { lines } of orders) {
    for (const line of lines) wanted.set(pairOf(line), (wanted.get(pairOf(line)) ?? 0) + line.quantity);
  }
  return wanted;
};

const sorted = (map: ReadonlyMap<string, number>): string[] =>
  [...map].map(([pair, quantity]) => `${pair}: ${quantity}`).sort();
