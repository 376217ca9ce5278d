import type { Order } from '../domain/order.js';
import type { WaitGroup } from '../domain/wait-group.js';
import type { OrderDeps } from './deps.js';

/** So many orders of a group, or as many as there are, from a random place on. */
export const waitingAnywhere = async (
  { orders, clock, ids }: OrderDeps,
  group: WaitGroup,
  limit: number,
): Promise<readonly Order[]> => {
  const oldest = await orders.waiting(group, { limit });
  const [first] = oldest;
  if (first === undefined || oldest.length < limit) return oldest;
  const age = Math.max(0, clock.now() - first.createdAt);
  const after = { createdAt: first.createdAt + Math.floor(ids.random() * age), orderId: '' };
  const younger = await orders.waiting(group, { after, limit });
  return younger.length === limit ? younger : oldest;
};
