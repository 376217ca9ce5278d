import type { Context } from '../domain/context.js';
import type { Order } from '../domain/order.js';
import { holdWith } from '../domain/transitions.js';
import type { OrderDeps } from './deps.js';
import { type CommandInput, runCommand } from './run-command.js';

/** Puts an order on a person's hold, from any other hold; only `unhold` ends it. Errors as `runCommand`. */
export const holdOrder = (deps: OrderDeps): ((context: Context, input: CommandInput) => Promise<Order>) =>
  runCommand(deps, {
    command: 'hold',
    move: (order, reason) =>
      holdWith(order, { code: 'manual', since: reason.at, attempts: 0, shortages: [], lastAnswer: reason.why }, reason),
  });
