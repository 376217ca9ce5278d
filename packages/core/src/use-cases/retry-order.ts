import type { Context } from '../domain/context.js';
import type { Order } from '../domain/order.js';
import type { OrderDeps } from './deps.js';
import { recheckOrder } from './recheck-order.js';
import type { CommandInput } from './run-command.js';

/** Claims the stock of a held order now, whatever its next attempt. Errors as `runCommand`. */
export const retryOrder = (deps: OrderDeps): ((context: Context, input: CommandInput) => Promise<Order>) =>
  recheckOrder(deps, 'retry');
