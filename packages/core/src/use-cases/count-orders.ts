import type { Context } from '../domain/context.js';
import type { OrderCounts, OrderFilter } from '../domain/order-filter.js';
import type { OrderDeps } from './deps.js';

/** How many orders match, by status and by hold code. */
export const countOrders =
  ({ orders }: Pick<OrderDeps, 'orders'>) =>
  (context: Context, input: { readonly filter?: OrderFilter } = {}): Promise<OrderCounts> =>
    orders.count(context.tenantId, input.filter ?? {});
