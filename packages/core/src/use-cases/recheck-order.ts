import type { Context } from '../domain/context.js';
import { awaitingCheck } from '../domain/new-order.js';
import type { Order } from '../domain/order.js';
import { holdWith, type OrderCommand } from '../domain/transitions.js';
import { confirmOrders } from './confirm-orders.js';
import type { OrderDeps } from './deps.js';
import { getOrder } from './get-order.js';
import { type CommandInput, runCommand } from './run-command.js';

/** Makes an order await its check again, durably, then checks it at once; a crash in between is the retry worker's. */
export const recheckOrder =
  (deps: OrderDeps, command: OrderCommand) =>
  async (context: Context, input: CommandInput): Promise<Order> => {
    const { recheckAfterMs } = deps.policy;
    const order = await runCommand(deps, {
      command,
      move: (held, reason) => holdWith(held, awaitingCheck(reason.at, reason.at + recheckAfterMs), reason),
    })(context, input);
    if (order.hold?.code !== 'awaiting_check') return order;
    const { published } = await confirmOrders(deps)(context.tenantId, [order.orderId]);
    await published;
    return getOrder(deps)(context, input);
  };
