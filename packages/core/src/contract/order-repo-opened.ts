import { ok } from 'node:assert';
import type { Order } from '../domain/order.js';
import type { InsertAnswer, OrderRepo, OrderWrite } from '../ports/order-repo.js';
import type { Opened } from './contract.js';
import { anInsert, type OrderParts } from './order-fixtures.js';

/** What a harness opens for the cases of OrderRepo. */
export interface OpenedOrderRepo extends Opened<OrderRepo> {
  /** Cuts the subject off from its data until it is closed. */
  outage?(): Promise<void>;
}

/** Inserts each order alone, all of the first one's tenant. */
export const insertAll = async (repo: OrderRepo, ...all: readonly OrderParts[]): Promise<readonly Order[]> => {
  const stored: Order[] = [];
  for (const parts of all) {
    const write = anInsert(parts);
    const [answer] = await repo.insertMany(write.order.tenantId, [write]);
    ok(answer?.answer === 'created', `${write.order.orderId} was not created`);
    stored.push(answer.order);
  }
  return stored;
};

export const storedOrder = async (repo: OrderRepo, orderId: string, tenantId = 'tenant-1'): Promise<Order> => {
  const [order] = await repo.getMany(tenantId, [orderId]);
  ok(order !== undefined, `${orderId} is not stored`);
  return order;
};

/** Settles and insists on it. */
export const settle = async (repo: OrderRepo, ...writes: readonly OrderWrite[]): Promise<void> => {
  const answers = await repo.settleMany(writes);
  ok(
    answers.every((answer) => answer === 'done'),
    `not settled: ${answers.join(', ')}`,
  );
};

export const answersOf = (answers: readonly InsertAnswer[]): readonly string[] =>
  answers.map((answer) => (answer.answer === 'conflict' ? `conflict on ${answer.on}` : answer.answer));

export const idsOf = (orders: readonly Pick<Order, 'orderId'>[]): readonly string[] =>
  orders.map(({ orderId }) => orderId);
