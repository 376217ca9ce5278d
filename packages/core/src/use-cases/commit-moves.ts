import { isHeldAgain, type MovedOrder } from '../domain/transitions.js';
import type { OrderWrite, SettleAnswer } from '../ports/order-repo.js';
import type { OrderDeps } from './deps.js';
import { publishEvents } from './publish-events.js';

export type CommittableMove = MovedOrder & Pick<OrderWrite, 'areEarlierPublished'>;

export interface CommittedMoves {
  /** One per move: whether it was written. */
  readonly answers: readonly SettleAnswer[];
  /** Resolves when the events of what was written are published, or left to the relay; never rejects. */
  readonly published: Promise<unknown>;
}

/**
 * Writes each move by compare-and-set, and begins to publish the events of those that were written. A second `order.held` of
 * an order is left to the relay, which publishes what is in the outbox before it first: the first may still be there.
 */
export const commitMoves =
  (deps: OrderDeps) =>
  async (moves: readonly CommittableMove[]): Promise<CommittedMoves> => {
    if (moves.length === 0) return { answers: [], published: Promise.resolve() };
    const now = deps.clock.now();
    const relayAt = now + deps.policy.relayAfterMs;
    const answers = await deps.orders.settleMany(
      moves.map((move) => ({ ...move, relayAt: isHeldAgain(move) ? now : relayAt })),
    );
    const done = moves.filter((_, index) => answers[index] === 'done');
    if (done.length < moves.length) deps.observer.observe({ kind: 'settle_lost', count: moves.length - done.length });
    return { answers, published: publishEvents(deps)(done.filter((move) => !isHeldAgain(move))) };
  };
