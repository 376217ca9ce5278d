import type { Order, OrderRepo } from '@oms/core';
import { expect } from 'vitest';

/** Every order of a tenant, newest first; as many as are counted. */
export const allOrders = async (repo: OrderRepo, tenantId: string): Promise<readonly Order[]> => {
  const orders: Order[] = [];
  for (;;) {
    const last = orders.at(-1);
    const after = last && { after: { createdAt: last.createdAt, orderId: last.orderId } };
    const page = await repo.list(tenantId, {}, { limit: 500, ...after });
    orders.push(...page);
    if (page.length < 500) break;
  }
  const { status } = await repo.count(tenantId, {});
  expect(orders.length, 'orders listed are orders counted').toBe(
    Object.values(status).reduce((sum, count) => sum + count, 0),
  );
  return orders;
};
