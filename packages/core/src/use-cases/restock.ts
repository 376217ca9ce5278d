import type { Context } from '../domain/context.js';
import { isId } from '../domain/ids.js';
import { OmsError } from '../errors.js';
import type { StockPair } from '../ports/inventory-gateway.js';
import type { OrderDeps } from './deps.js';

/**
 * There is more of these: the orders that wait for them become due at once, and a worker's older "come back later" counts
 * for nothing. Resolves with the number of groups that were woken. Throws `invalid` / `invalid_id`.
 */
export const restock =
  ({ orders, clock }: Pick<OrderDeps, 'orders' | 'clock'>) =>
  (context: Context, input: { readonly pairs: readonly StockPair[] }): Promise<number> => {
    for (const { skuId, hubId } of input.pairs) {
      if (!isId(skuId) || !isId(hubId)) throw new OmsError('invalid', 'invalid_id', `No item: ${skuId} at ${hubId}.`);
    }
    return orders.wakeGroups(context.tenantId, input.pairs, clock.now());
  };
