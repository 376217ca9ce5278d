import type { BulkOrder, BulkOrderState } from '../domain/bulk-order.js';
import type { Context } from '../domain/context.js';
import { decodeCursor, encodeCursor } from '../domain/cursor.js';
import type { BulkDeps } from './deps.js';
import { checkedLimit } from './list-orders.js';

export interface ListBulkOrdersInput {
  readonly state?: BulkOrderState | undefined;
  /** 1..200; default 50. */
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

export interface BulkOrderPage {
  readonly bulkOrders: readonly BulkOrder[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}

/** A page of bulk orders, newest first. Throws `invalid`: `invalid_limit`, `invalid_cursor`. */
export const listBulkOrders =
  ({ bulkOrders }: Pick<BulkDeps, 'bulkOrders'>) =>
  async ({ tenantId }: Context, input: ListBulkOrdersInput = {}): Promise<BulkOrderPage> => {
    const limit = checkedLimit(input.limit);
    const place = input.cursor === undefined ? undefined : decodeCursor(tenantId, input.cursor);
    const found = await bulkOrders.list(tenantId, {
      limit,
      ...(place === undefined ? {} : { after: { submittedAt: place.at, bulkOrderId: place.id } }),
      ...(input.state === undefined ? {} : { state: input.state }),
    });
    const last = found.at(-1);
    if (last === undefined || found.length < limit) return { bulkOrders: found };
    return { bulkOrders: found, nextCursor: encodeCursor(tenantId, { at: last.submittedAt, id: last.bulkOrderId }) };
  };
