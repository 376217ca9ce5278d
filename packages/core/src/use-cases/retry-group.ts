import { backoffMs } from '../domain/backoff.js';
import type { Order } from '../domain/order.js';
import { awaitsClaim } from '../domain/transitions.js';
import type { LeasedGroup, WaitingOptions } from '../ports/order-repo.js';
import { type ClaimOutcome, claimStock } from './claim-stock.js';
import { pauseOf } from './confirm-orders.js';
import type { OrderDeps } from './deps.js';

const largestBatch = 100;
/** Orders that one turn asks for whatever is left. */
const askedAnyway = 20;
/** Orders that one turn of a group may try, so that other groups have theirs. */
const ordersPerTurn = 5_000;

interface Turn {
  readonly after?: { readonly createdAt: number; readonly orderId: string };
  readonly maxWanted?: number;
  readonly batch: number;
  /** Ids of the orders that it has asked for. */
  readonly asked: Set<string>;
}

/**
 * Gives one due group its turn: its orders are tried oldest first, one at the start and more as long as it goes well. After
 * a shortage the turn goes on with orders that want at most what is left, so that the calls to the inventory are bounded
 * by groups and by what it grants, never by the number of orders that wait. An outage costs one call.
 *
 * The claim of an order may stand already, when whoever made it never wrote it down: such an order wants nothing more, whatever
 * it wants. So a turn that ends for want of stock asks for a few orders more, from a random place on.
 */
export const retryGroup =
  (deps: OrderDeps) =>
  async (group: LeasedGroup): Promise<void> => {
    let turn: Turn | undefined = { batch: 1, asked: new Set() };
    while (turn !== undefined) turn = await takeTurn(deps, group, turn);
  };

/** One call to the inventory; undefined once the group is closed or postponed. */
const takeTurn = async (deps: OrderDeps, group: LeasedGroup, turn: Turn): Promise<Turn | undefined> => {
  const orders = await deps.orders.waiting(group, waitingOptions(deps, group, turn));
  const { outcomes, published } = await claimStock(deps)(group.tenantId, orders.filter(awaitsClaim));
  await published;
  for (const { orderId } of orders) turn.asked.add(orderId);
  const pauseMs = pauseOf(outcomes);
  if (pauseMs > 0) return postpone(deps, group, Math.max(pauseMs, deps.policy.probeEveryMs));
  const next = orders.length === 0 ? undefined : nextTurn(group, turn, orders, outcomes);
  if (next === undefined) {
    if (turn.maxWanted !== undefined || orders.length > 0) await askAnyway(deps, group, turn);
    return endTurn(deps, group);
  }
  return next.asked.size >= ordersPerTurn ? postpone(deps, group, 0) : next;
};

const askAnyway = async (deps: OrderDeps, group: LeasedGroup, turn: Turn): Promise<void> => {
  const [oldest] = await deps.orders.waiting(group, { limit: 1 });
  if (oldest === undefined) return;
  const age = Math.max(0, deps.clock.now() - oldest.createdAt);
  const place = { createdAt: oldest.createdAt + Math.floor(deps.ids.random() * age), orderId: '' };
  const younger = await deps.orders.waiting(group, { after: place, limit: askedAnyway });
  const orders = younger.length === askedAnyway ? younger : await deps.orders.waiting(group, { limit: askedAnyway });
  const unasked = orders.filter((order) => awaitsClaim(order) && !turn.asked.has(order.orderId));
  const { published } = await claimStock(deps)(group.tenantId, unasked);
  await published;
};

const waitingOptions = ({ clock, policy }: OrderDeps, group: LeasedGroup, turn: Turn): WaitingOptions => {
  const { after, maxWanted, batch } = turn;
  return {
    limit: batch,
    ...(after === undefined ? {} : { after }),
    ...(maxWanted === undefined ? {} : { maxWanted }),
    ...(group.waitsFor.kind === 'check' ? { heldBefore: clock.now() - policy.recheckAfterMs } : {}),
  };
};

const nextTurn = (
  group: LeasedGroup,
  turn: Turn,
  orders: readonly Order[],
  outcomes: readonly ClaimOutcome[],
): Turn | undefined => {
  const { createdAt, orderId } = orders.at(-1) as Order;
  const left = leftAfter(group, outcomes);
  const maxWanted = Math.min(turn.maxWanted ?? Number.POSITIVE_INFINITY, left);
  if (maxWanted < 1) return undefined;
  return {
    after: { createdAt, orderId },
    ...(maxWanted === Number.POSITIVE_INFINITY ? {} : { maxWanted }),
    batch: Math.min(largestBatch, turn.batch * 2),
    asked: turn.asked,
  };
};

/** How much of the group's item can still be there, as its shortages tell. */
const leftAfter = ({ waitsFor }: LeasedGroup, outcomes: readonly ClaimOutcome[]): number => {
  if (waitsFor.kind !== 'stock') return Number.POSITIVE_INFINITY;
  const left = outcomes.flatMap(({ answer }) =>
    answer.answer === 'insufficient'
      ? answer.shortages
          .filter(({ skuId, hubId }) => skuId === waitsFor.skuId && hubId === waitsFor.hubId)
          .map(({ wanted, available }) => available ?? wanted - 1)
      : [],
  );
  return Math.min(Number.POSITIVE_INFINITY, ...left);
};

const endTurn = async (deps: OrderDeps, group: LeasedGroup): Promise<undefined> => {
  if ((await deps.orders.closeGroup(group)) === 'lost') await postpone(deps, group, delayOf(deps, group));
};

const delayOf = ({ policy, ids }: OrderDeps, group: LeasedGroup): number => {
  if (group.waitsFor.kind === 'stock') return backoffMs(policy.stockRetry, group.attempts, ids.random());
  return group.waitsFor.kind === 'check' ? Math.ceil(policy.recheckAfterMs / 10) : policy.probeEveryMs;
};

const postpone = async ({ orders, clock }: OrderDeps, group: LeasedGroup, delayMs: number): Promise<undefined> => {
  await orders.postponeGroup(group, clock.now() + delayMs);
};
