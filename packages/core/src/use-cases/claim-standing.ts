import { isUnknown } from '../domain/claim-entry.js';
import type { Order } from '../domain/order.js';
import { isSamePair, sumByPair } from '../domain/stock-line.js';
import { awaitsClaim } from '../domain/transitions.js';
import type { WaitGroup } from '../domain/wait-group.js';
import { claimStock } from './claim-stock.js';
import type { OrderDeps } from './deps.js';
import { waitingAnywhere } from './waiting-anywhere.js';

const oldestAsked = 10;
const othersAsked = 10;

/**
 * Claims for a few orders of a group whose claim may stand, whatever they want: its oldest, and as many from a random place on.
 * With a claim ledger those are taken whose lines it says are deducted or in doubt, and the inventory is asked for nothing. An
 * inventory that claims atomically has to be asked; the oldest orders lead the call, those that it refused before among them, so
 * that a delivery in between is theirs.
 */
export const claimStanding =
  (deps: OrderDeps) =>
  async (group: WaitGroup, asked: ReadonlySet<string>): Promise<void> => {
    const oldest = await deps.orders.waiting(group, { limit: oldestAsked });
    const others = await waitingAnywhere(deps, group, othersAsked);
    const ids = new Set(oldest.map(({ orderId }) => orderId));
    const orders = [...oldest, ...others.filter(({ orderId }) => !ids.has(orderId))].filter(awaitsClaim);
    const { published } = await claimStock(deps)(group.tenantId, await mayStand(deps, orders, asked));
    await published;
  };

const mayStand = async (
  deps: OrderDeps,
  orders: readonly Order[],
  asked: ReadonlySet<string>,
): Promise<readonly Order[]> => {
  if (!deps.inventory.supports.atomicClaim) return standingInLedger(deps, orders);
  return orders.every(({ orderId }) => asked.has(orderId)) ? [] : orders;
};

const standingInLedger = async ({ claims, clock }: OrderDeps, orders: readonly Order[]): Promise<readonly Order[]> => {
  const [first] = orders;
  if (claims === undefined || first === undefined) return [];
  const entries = await claims.getMany(
    first.tenantId,
    orders.map(({ orderId }) => orderId),
  );
  const now = clock.now();
  return orders.filter(({ lines }, index) => {
    const { attempt, deducted = [] } = entries[index] ?? {};
    if (attempt !== undefined) return isUnknown(attempt, now);
    return sumByPair(lines).every((line) => deducted.some((done) => isSamePair(done, line)));
  });
};
