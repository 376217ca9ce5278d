import { type DeductAnswer, type Deduction, type Order, type StockLine, sumByPair } from '@oms/core';
import type { Stores } from './stores.js';
import { itemKey } from './watch.js';

export const deductionKey = (tenantId: string, { orderId, line }: Deduction): string =>
  JSON.stringify([tenantId, orderId, line.hubId, line.skuId]);

/** What a service does that keeps no claims: it decrements what is there, whoever asks and how often. */
export const deductLine = ({ stock, deductions }: Stores, tenantId: string, deduction: Deduction): DeductAnswer => {
  const { line } = deduction;
  const item = itemKey(tenantId, line);
  const there = stock.quantities.get(item);
  if (there === undefined) return { answer: 'unknown_item' };
  if (there < line.quantity) return { answer: 'insufficient', available: there };
  stock.quantities.set(item, there - line.quantity);
  const key = deductionKey(tenantId, deduction);
  const { times, quantity } = deductions.get(key) ?? { times: 0, quantity: 0 };
  deductions.set(key, { times: times + 1, quantity: quantity + line.quantity });
  return { answer: 'deducted' };
};

/** What was deducted for an order, as the service has it. */
export const deductedOf = ({ deductions }: Stores, { tenantId, orderId, lines }: Order): readonly StockLine[] =>
  sumByPair(lines).flatMap((line) => {
    const { quantity } = deductions.get(deductionKey(tenantId, { orderId, line })) ?? { quantity: 0 };
    return quantity === 0 ? [] : [{ ...line, quantity }];
  });
