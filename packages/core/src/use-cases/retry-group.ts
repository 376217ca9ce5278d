import { backoffMs } from '../domain/backoff.js';
import type { Order } from '../domain/order.js';
import { awaitsClaim } from '../domain/transitions.js';
import type { LeasedGroup, WaitingOptions } from '../ports/order-repo.js';
import { claimStanding } from './claim-standing.js';
import { type ClaimOutcome, claimStock } from './claim-stock.js';
import type { OrderDeps } from './deps.js';
import { pauseOf } from './pause-of.js';
import { waitingAnywhere } from './waiting-anywhere.js';

const largestBatch = 100;
/** Orders that one turn of a group may try, so that other groups have theirs. */
const ordersPerTurn = 5_000;
/** Calls in a row whose answers may be lost once the inventory has answered: it may be for an order of theirs. */
const lostAnswersInTurn = 3;

const probedAmong = 20;

interface Turn {
  readonly after?: { readonly createdAt: number; readonly orderId: string };
  readonly maxWanted?: number;
  readonly batch: number;
  /** Asks for one order, from anywhere in the group, before it begins with the oldest. */
  readonly isProbe: boolean;
  /** Calls in a row whose answers may be lost from now on. */
  readonly lossesLeft: number;
  /** Ids of the orders that it has asked for. */
  readonly asked: Set<string>;
  /** So that it ends well within its lease. */
  readonly endsAt: number;
}

type TurnEnd = 'ended' | 'outage';

/**
 * Gives one due group its turn: its orders are tried oldest first, one at the start and more as long as it goes well. After
 * a shortage the turn goes on with orders that want at most what is left, so that the calls to the inventory are bounded
 * by groups and by what it grants, never by the number of orders that wait.
 *
 * An outage costs one call: `outage` when the inventory did not answer, and was not asked again. An order for which it never
 * answers keeps no other from its turn: every second probe of such a group is another order's.
 *
 * The claim of an order may stand already, when whoever made it never wrote it down: such an order wants nothing more, whatever
 * it wants. So a turn that ends for want of stock looks for those (`claimStanding`).
 */
export const retryGroup =
  (deps: OrderDeps) =>
  async (group: LeasedGroup): Promise<TurnEnd> => {
    const isProbe =
      deps.inventory.supports.atomicClaim && group.waitsFor.kind === 'inventory' && group.attempts % 2 === 1;
    const endsAt = deps.clock.now() + deps.policy.leaseMs / 2;
    let turn: Turn | TurnEnd = { batch: 1, isProbe, lossesLeft: 0, asked: new Set(), endsAt };
    while (typeof turn !== 'string') turn = await takeTurn(deps, group, turn);
    return turn;
  };

/** One call to the inventory; its end once the group is closed or postponed. */
const takeTurn = async (deps: OrderDeps, group: LeasedGroup, turn: Turn): Promise<Turn | TurnEnd> => {
  const orders = turn.isProbe
    ? await anyOne(deps, group)
    : await deps.orders.waiting(group, waitingOptions(deps, group, turn));
  const { outcomes, published } = await claimStock(deps)(group.tenantId, orders.filter(awaitsClaim));
  await published;
  for (const { orderId } of orders) turn.asked.add(orderId);
  const pauseMs = pauseOf(outcomes, deps.policy.probeEveryMs);
  if (pauseMs > 0 && isOutage(turn, outcomes)) {
    await postpone(deps, group, Math.max(pauseMs, deps.policy.probeEveryMs));
    return 'outage';
  }
  const next = nextTurn(group, { ...turn, lossesLeft: lossesAfter(deps, turn, outcomes, pauseMs) }, orders, outcomes);
  if (next === undefined) {
    if (turn.maxWanted !== undefined || orders.length > 0) await claimStanding(deps)(group, turn.asked);
    return endTurn(deps, group);
  }
  if (next.asked.size < ordersPerTurn && deps.clock.now() < turn.endsAt) return next;
  return postpone(deps, group, 0);
};

const anyOne = async (deps: OrderDeps, group: LeasedGroup): Promise<readonly Order[]> => {
  const orders = await waitingAnywhere(deps, group, probedAmong);
  const place = Math.floor(deps.ids.random() * orders.length);
  return orders.slice(place, place + 1);
};

const isOutage = ({ lossesLeft }: Turn, outcomes: readonly ClaimOutcome[]): boolean =>
  lossesLeft === 0 || outcomes.every(({ answer }) => answer.answer === 'not_attempted');

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
  const last = orders.at(-1);
  if (last === undefined) return undefined;
  if (turn.isProbe) return { ...turn, isProbe: false };
  const { createdAt, orderId } = last;
  const maxWanted = Math.min(turn.maxWanted ?? Number.POSITIVE_INFINITY, leftAfter(group, outcomes));
  if (maxWanted < 1) return undefined;
  return {
    ...turn,
    after: { createdAt, orderId },
    ...(maxWanted === Number.POSITIVE_INFINITY ? {} : { maxWanted }),
    batch: Math.min(largestBatch, turn.batch * 2),
  };
};

/** Of an inventory that cannot be asked again every lost answer is left to a person: of those there is to be one a turn. */
const lossesAfter = (deps: OrderDeps, turn: Turn, outcomes: readonly ClaimOutcome[], pauseMs: number): number => {
  if (pauseMs > 0) return turn.lossesLeft - 1;
  return outcomes.length > 0 && deps.inventory.supports.atomicClaim ? lostAnswersInTurn : turn.lossesLeft;
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

const endTurn = async (deps: OrderDeps, group: LeasedGroup): Promise<TurnEnd> => {
  if ((await deps.orders.closeGroup(group)) === 'lost') await postpone(deps, group, delayOf(deps, group));
  return 'ended';
};

const delayOf = ({ policy, ids }: OrderDeps, group: LeasedGroup): number => {
  if (group.waitsFor.kind === 'stock') return backoffMs(policy.stockRetry, group.attempts, ids.random());
  return group.waitsFor.kind === 'check' ? Math.ceil(policy.recheckAfterMs / 10) : policy.probeEveryMs;
};

const postpone = async ({ orders, clock }: OrderDeps, group: LeasedGroup, delayMs: number): Promise<TurnEnd> => {
  await orders.postponeGroup(group, clock.now() + delayMs);
  return 'ended';
};
