import type { Order } from '@oms/core';
import { expect } from 'vitest';
import type { ExpectedOrder, OrderFile } from './order-file.js';

/** Each order of the files is stored once, as it was sent, and no other is. */
export const verifyOrders = (
  files: readonly OrderFile[],
  orders: readonly Order[],
  fileOf: ReadonlyMap<string, OrderFile>,
): void => {
  expect(new Set(orders.map(({ orderId }) => orderId)).size, 'different order ids').toBe(orders.length);
  const stored = new Map(files.map((file) => [file, new Map<number, Order>()] as const));
  for (const order of orders) {
    const { source } = order;
    const file = source.kind === 'bulk' ? fileOf.get(source.bulkOrderId) : undefined;
    if (source.kind !== 'bulk' || file === undefined) throw new Error(`${order.orderId} came from nowhere`);
    const ofFile = stored.get(file);
    if (ofFile?.has(source.row)) throw new Error(`Row ${source.row} of ${file.name} is two orders`);
    ofFile?.set(source.row, order);
  }
  for (const [file, byRow] of stored) verifyFile(file, byRow);
};

const verifyFile = (file: OrderFile, byRow: ReadonlyMap<number, Order>): void => {
  const sent = [...file.orders].map(([row, order]) => [row, shown(order)] as const);
  const stored = [...byRow].sort(([a], [b]) => a - b).map(([row, order]) => [row, shown(asSent(file, row, order))]);
  expect(stored, `orders of ${file.name}`).toEqual(sent);
};

/** A row that names no order id has got one; which is not the file's matter. */
const asSent = (file: OrderFile, row: number, { orderId, sellerId, lines }: Order): ExpectedOrder => {
  const content = {
    sellerId,
    lines: lines.map((line) => ({ ...line, unitPrice: Number(line.unitPrice) })),
  };
  return file.orders.get(row)?.orderId === undefined ? content : { ...content, orderId };
};

const shown = ({ orderId, sellerId, lines }: ExpectedOrder): string =>
  JSON.stringify([
    orderId ?? null,
    sellerId,
    lines.map(({ skuId, hubId, quantity, unitPrice }) => [skuId, hubId, quantity, unitPrice]),
  ]);
