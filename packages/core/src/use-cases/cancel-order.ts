import type { Context } from '../domain/context.js';
import type { Order } from '../domain/order.js';
import { moveTo } from '../domain/transitions.js';
import { OmsError } from '../errors.js';
import type { OrderDeps } from './deps.js';
import { getOrder } from './get-order.js';
import { releaseOrders } from './release-orders.js';
import { type CommandInput, runCommand } from './run-command.js';

/**
 * Cancels an order, from either state. Resolves when `cancelled` and "release due" are durable, in one write; the release
 * is then asked for once, and repeated by the retry worker until the inventory has said yes. Errors as `runCommand`, and `conflict` /
 * `claim_open` while a line has no answer of an inventory that only decrements.
 */
export const cancelOrder =
  (deps: OrderDeps) =>
  async (context: Context, input: CommandInput): Promise<Order> => {
    const move = (order: Order, reason: Parameters<typeof moveTo>[2]) => moveTo(order, 'cancelled', reason);
    await checkNothingIsOpen(deps, context, input);
    const order = await runCommand(deps, { command: 'cancel', move })(context, input);
    try {
      await releaseOrders(deps)([order]);
    } catch (error) {
      deps.observer.observe({ kind: 'worker_failed', worker: 'release', error });
    }
    return getOrder(deps)(context, input);
  };

/** A claim that begins after this ends before the release: then its line is told as not given back. */
const checkNothingIsOpen = async (deps: OrderDeps, context: Context, input: CommandInput): Promise<void> => {
  const [entry] = (await deps.claims?.getMany(context.tenantId, [input.orderId])) ?? [];
  if (entry?.attempt === undefined) return;
  const { status } = await getOrder(deps)(context, input);
  if (status === 'cancelled') return;
  const { skuId, hubId } = entry.attempt.line;
  const message = `The inventory was asked for ${skuId} at ${hubId} and has not answered: wait for it, or resolve the line.`;
  throw new OmsError('conflict', 'claim_open', message);
};
