import type { Context } from '../domain/context.js';
import type { OrderId } from '../domain/ids.js';
import { type Order, stateOf } from '../domain/order.js';
import { type MovedOrder, type MoveReason, type OrderCommand, verdictOf } from '../domain/transitions.js';
import { OmsError } from '../errors.js';
import { commitMoves } from './commit-moves.js';
import type { OrderDeps } from './deps.js';
import { getOrder } from './get-order.js';

export interface CommandInput {
  readonly orderId: OrderId;
  /** The version the caller saw (its ETag); another one is a `conflict` / `version_mismatch`. */
  readonly expectedVersion?: number | undefined;
  /** For the history; default the command's name. */
  readonly reason?: string | undefined;
}

export interface CommandPlan {
  readonly command: OrderCommand;
  readonly move: (order: Order, reason: MoveReason) => MovedOrder;
}

const maxRaces = 20;

/**
 * One person's command on one order: moves it, or finds that its effect stands. Throws `not_found` / `order_not_found`,
 * `conflict`: `wrong_state` (nothing was changed), `version_mismatch`.
 */
export const runCommand =
  (deps: OrderDeps, plan: CommandPlan) =>
  async (context: Context, input: CommandInput): Promise<Order> => {
    for (let race = 0; race < maxRaces; race += 1) {
      const order = await getOrder(deps)(context, input);
      checkVersion(order, input);
      const verdict = verdictOf(plan.command, stateOf(order));
      if (verdict === 'stands') return order;
      if (verdict === 'refused') throw wrongState(order, plan.command);
      const moved = plan.move(order, reasonOf(deps, context, input.reason ?? plan.command));
      const { answers, published } = await commitMoves(deps)([moved]);
      await published;
      if (answers[0] === 'done') return moved.order;
    }
    throw new OmsError('unavailable', 'order_contended', 'The order keeps changing; ask again.', {
      retryAfterMs: 1_000,
    });
  };

const reasonOf = ({ clock }: OrderDeps, { actor, traceparent }: Context, why: string): MoveReason => ({
  at: clock.now(),
  actor,
  why,
  traceparent,
});

export const checkVersion = (order: Order, { expectedVersion }: CommandInput): void => {
  if (expectedVersion === undefined || expectedVersion === order.version) return;
  throw new OmsError(
    'conflict',
    'version_mismatch',
    `The order is at version ${order.version}; read it and decide again.`,
  );
};

const wrongState = (order: Order, command: OrderCommand): OmsError => {
  const state = order.hold === undefined ? order.status : `${order.status} (${order.hold.code})`;
  return new OmsError('conflict', 'wrong_state', `The order is ${state}, from which ${command} is not possible.`);
};
