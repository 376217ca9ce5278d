import type { Context } from '../domain/context.js';
import type { OrderId } from '../domain/ids.js';
import type { Order } from '../domain/order.js';
import { OmsError } from '../errors.js';
import type { OrderDeps } from './deps.js';

/** One order with its history; throws `not_found` / `order_not_found`, also for an order of another tenant. */
export const getOrder =
  ({ orders }: Pick<OrderDeps, 'orders'>) =>
  async (context: Context, input: { readonly orderId: OrderId }): Promise<Order> => {
    const [order] = await orders.getMany(context.tenantId, [input.orderId]);
    if (order === undefined) {
      throw new OmsError('not_found', 'order_not_found', `There is no order ${input.orderId}.`);
    }
    return order;
  };
