import type { MovedOrder } from '../domain/transitions.js';
import type { SettleAnswer } from '../ports/order-repo.js';
import type { OrderDeps } from './deps.js';
import { publishEvents } from './publish-events.js';

/** Writes each move by compare-and-set, then publishes the events of those that were written. One answer per move. */
export const commitMoves =
  (deps: OrderDeps) =>
  async (moves: readonly MovedOrder[]): Promise<readonly SettleAnswer[]> => {
    if (moves.length === 0) return [];
    const relayAt = deps.clock.now() + deps.policy.relayAfterMs;
    const answers = await deps.orders.settleMany(moves.map((move) => ({ ...move, relayAt })));
    const done = moves.filter((_, index) => answers[index] === 'done');
    if (done.length < moves.length) deps.observer.observe({ kind: 'settle_lost', count: moves.length - done.length });
    await publishEvents(deps)(done);
    return answers;
  };
