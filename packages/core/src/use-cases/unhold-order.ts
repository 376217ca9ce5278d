import type { Context } from '../domain/context.js';
import type { Order } from '../domain/order.js';
import type { OrderDeps } from './deps.js';
import { recheckOrder } from './recheck-order.js';
import type { CommandInput } from './run-command.js';

/** Ends a person's hold; the order's stock is claimed at once. Errors as `runCommand`. */
export const unholdOrder = (deps: OrderDeps): ((context: Context, input: CommandInput) => Promise<Order>) =>
  recheckOrder(deps, 'unhold');
