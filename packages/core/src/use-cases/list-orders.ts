import type { Context } from '../domain/context.js';
import { decodeCursor, encodeCursor } from '../domain/cursor.js';
import type { Order } from '../domain/order.js';
import type { OrderFilter } from '../domain/order-filter.js';
import { OmsError } from '../errors.js';
import type { OrderDeps } from './deps.js';

export interface ListOrdersInput {
  readonly filter?: OrderFilter;
  /** 1..200; default 50. */
  readonly limit?: number | undefined;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
}

export interface OrderPage {
  readonly orders: readonly Order[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}

export const checkedLimit = (limit = 50): number => {
  if (Number.isInteger(limit) && limit >= 1 && limit <= 200) return limit;
  throw new OmsError('invalid', 'invalid_limit', 'limit is a whole number from 1 to 200.');
};

/** A page of orders, newest first. Throws `invalid`: `invalid_limit`, `invalid_cursor`. */
export const listOrders =
  ({ orders }: Pick<OrderDeps, 'orders'>) =>
  async ({ tenantId }: Context, input: ListOrdersInput = {}): Promise<OrderPage> => {
    const limit = checkedLimit(input.limit);
    const place = input.cursor === undefined ? undefined : decodeCursor(tenantId, input.cursor);
    const after = place === undefined ? {} : { after: { createdAt: place.at, orderId: place.id } };
    const found = await orders.list(tenantId, input.filter ?? {}, { limit, ...after });
    const last = found.at(-1);
    if (last === undefined || found.length < limit) return { orders: found };
    return { orders: found, nextCursor: encodeCursor(tenantId, { at: last.createdAt, id: last.orderId }) };
  };
