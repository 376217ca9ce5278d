import type { Context } from '../domain/context.js';
import type { Order } from '../domain/order.js';
import { moveTo } from '../domain/transitions.js';
import type { OrderDeps } from './deps.js';
import { getOrder } from './get-order.js';
import { releaseOrders } from './release-orders.js';
import { type CommandInput, runCommand } from './run-command.js';

/**
 * Cancels an order, from either state. Resolves when `cancelled` and "release due" are durable, in one write; the release
 * is then asked for once, and repeated by the retry worker until the inventory has said yes. Errors as `runCommand`.
 */
export const cancelOrder =
  (deps: OrderDeps) =>
  async (context: Context, input: CommandInput): Promise<Order> => {
    const move = (order: Order, reason: Parameters<typeof moveTo>[2]) => moveTo(order, 'cancelled', reason);
    const order = await runCommand(deps, { command: 'cancel', move })(context, input);
    try {
      await releaseOrders(deps)([order]);
    } catch (error) {
      deps.observer.observe({ kind: 'worker_failed', worker: 'release', error });
    }
    return getOrder(deps)(context, input);
  };
