import type { Order } from '../domain/order.js';
import type { MovedOrder } from '../domain/transitions.js';
import type { ReleaseAnswer } from '../ports/inventory-gateway.js';
import { commitMoves } from './commit-moves.js';
import type { OrderDeps } from './deps.js';
import { distinctPairs } from './stock-lines.js';

/**
 * Gives the stock of one tenant's cancelled orders back, and wakes the orders that wait for it. What the inventory did not
 * confirm stays due. May run again at any time.
 */
export const releaseOrders =
  (deps: OrderDeps) =>
  async (orders: readonly Order[]): Promise<void> => {
    const due = orders.filter(({ release }) => release?.state === 'due');
    const [first] = due;
    if (first === undefined) return;
    const { tenantId } = first;
    const answers = await deps.inventory.release(
      tenantId,
      due.map(({ orderId }) => orderId),
    );
    const now = deps.clock.now();
    await commitMoves(deps)(due.map((order, index) => released(deps, order, answers[index])));
    const done = due.filter((_, index) => answers[index]?.answer === 'released');
    deps.observer.observe({ kind: 'release_done', count: done.length });
    if (!deps.inventory.supports.release) return;
    await deps.orders.wakeGroups(tenantId, distinctPairs(done.flatMap(({ lines }) => lines)), now);
  };

const released = ({ clock, policy }: OrderDeps, order: Order, answer: ReleaseAnswer | undefined): MovedOrder => {
  const now = clock.now();
  const attempts = (order.release?.attempts ?? 0) + 1;
  const unreleased = answer?.answer === 'released' ? (answer.unreleased ?? []) : [];
  const out = unreleased.length === 0 ? {} : { unreleased };
  const release =
    answer?.answer === 'released'
      ? { state: 'done' as const, nextAttemptAt: now, attempts, ...out }
      : { state: 'due' as const, nextAttemptAt: now + policy.probeEveryMs, attempts };
  return { order: { ...order, release, version: order.version + 1, updatedAt: now }, events: [] };
};
