import { backoffMs } from '../domain/backoff.js';
import { compact } from '../domain/compact.js';
import type { Hold, HoldCode, Shortage } from '../domain/hold.js';
import type { TenantId } from '../domain/ids.js';
import type { Order } from '../domain/order.js';
import { awaitsClaim, holdWith, type MovedOrder, moveTo } from '../domain/transitions.js';
import { wantedOf } from '../domain/wait-group.js';
import type { ClaimAnswer } from '../ports/inventory-gateway.js';
import { commitMoves } from './commit-moves.js';
import type { OrderDeps } from './deps.js';

/** What the inventory said of one order, whatever became of the order meanwhile. */
export interface ClaimOutcome {
  readonly order: Order;
  readonly answer: ClaimAnswer;
}

export interface ClaimedStock {
  readonly outcomes: readonly ClaimOutcome[];
  /** As `CommittedMoves.published`. */
  readonly published: Promise<unknown>;
}

/**
 * Claims the stock of orders that were just read, in one batch, and settles each by its answer. May run again at any time:
 * the order id names the claim. An order that changed meanwhile is left as it is. `isHeard`: as in `confirmOrders`.
 */
export const claimStock =
  (deps: OrderDeps) =>
  async (
    tenantId: TenantId,
    orders: readonly Order[],
    isHeard: (order: Order) => boolean = () => false,
  ): Promise<ClaimedStock> => {
    if (orders.length === 0) return { outcomes: [], published: Promise.resolve() };
    const claims = orders.map(({ orderId, lines }) => ({
      orderId,
      lines: lines.map(({ skuId, hubId, quantity }) => ({ skuId, hubId, quantity })),
    }));
    const answers = await deps.inventory.claim(tenantId, claims);
    reportAnswers(deps, answers);
    const outcomes = orders.map((order, index) => ({ order, answer: answers[index] as ClaimAnswer }));
    const published = await settleAll(deps, tenantId, { outcomes, isHeard, races: maxRaces });
    return { outcomes, published: Promise.all(published) };
  };

const maxRaces = 5;

interface Settlement {
  readonly outcomes: readonly ClaimOutcome[];
  readonly isHeard: (order: Order) => boolean;
  /** How often an order may still change in between. */
  readonly races: number;
}

/** Settles each; a claim that stands is settled from what the order has become, so that no stock waits for another try. */
const settleAll = async (
  deps: OrderDeps,
  tenantId: TenantId,
  { outcomes, isHeard, races }: Settlement,
): Promise<Promise<unknown>[]> => {
  const moves = outcomes.map((outcome) => ({
    ...settle(deps, outcome),
    areEarlierPublished: isHeard(outcome.order),
  }));
  const { answers, published } = await commitMoves(deps)(moves);
  report(
    deps,
    moves.filter((_, index) => answers[index] === 'done'),
  );
  const lost = outcomes.filter(({ answer }, index) => answers[index] === 'lost' && answer.answer === 'claimed');
  if (lost.length === 0 || races === 0) return [published];
  const stored = await deps.orders.getMany(
    tenantId,
    lost.map(({ order }) => order.orderId),
  );
  const again = stored.flatMap((order) =>
    order !== undefined && awaitsClaim(order) ? [{ order, answer: { answer: 'claimed' as const } }] : [],
  );
  return [published, ...(await settleAll(deps, tenantId, { outcomes: again, isHeard, races: races - 1 }))];
};

const settle = (deps: OrderDeps, { order, answer }: ClaimOutcome): MovedOrder => {
  const at = deps.clock.now();
  const why = answer.answer === 'claimed' ? 'stock_claimed' : `inventory_answered_${answer.answer}`;
  const reason = { at, actor: 'system', why };
  return answer.answer === 'claimed'
    ? moveTo(order, 'new_order', reason)
    : holdWith(order, holdFor(deps, order, answer), reason);
};

type Refusal = Exclude<ClaimAnswer, { answer: 'claimed' }>;

const holdFor = (deps: OrderDeps, order: Order, answer: Refusal): Hold => {
  const { clock, policy, ids } = deps;
  const now = clock.now();
  switch (answer.answer) {
    case 'insufficient': {
      const tries = order.hold?.code === 'insufficient_stock' ? order.hold.attempts : 0;
      const nextAttemptAt = now + backoffMs(policy.stockRetry, tries, ids.random());
      return asked(order, {
        code: 'insufficient_stock',
        now,
        nextAttemptAt,
        shortages: answer.shortages,
        lastAnswer: shortageText(answer.shortages),
      });
    }
    case 'unknown_item': {
      const shortages = answer.pairs.map((pair) => ({
        ...pair,
        wanted: wantedOf(order, { kind: 'stock', ...pair }),
        available: 0,
      }));
      return asked(order, {
        code: 'unknown_item',
        now,
        shortages,
        lastAnswer: 'The inventory does not know the item.',
      });
    }
    case 'released':
      return asked(order, {
        code: 'manual',
        now,
        lastAnswer: 'The inventory has released this claim; cancel the order.',
      });
    case 'unknown_outcome':
      return deps.inventory.supports.atomicClaim
        ? outage(order, { now, nextAttemptAt: now + policy.probeEveryMs, lastAnswer: answer.reason })
        : { ...outage(order, { now, lastAnswer: answer.reason }), code: 'claim_unknown', shortages: inDoubt(answer) };
    case 'not_attempted':
      return outage(order, {
        now,
        nextAttemptAt: now + Math.max(answer.retryAfterMs, policy.probeEveryMs),
        lastAnswer: answer.reason,
      });
  }
};

const inDoubt = ({ line }: Extract<Refusal, { answer: 'unknown_outcome' }>): readonly Shortage[] =>
  line === undefined ? [] : [{ skuId: line.skuId, hubId: line.hubId, wanted: line.quantity }];

interface HoldFacts {
  readonly now: number;
  readonly nextAttemptAt?: number;
  readonly lastAnswer: string;
}

const asked = (order: Order, facts: HoldFacts & { code: HoldCode; shortages?: readonly Shortage[] }): Hold => {
  const { code, now, nextAttemptAt, lastAnswer, shortages = [] } = facts;
  const isSame = order.hold?.code === code;
  const since = isSame ? (order.hold?.since ?? now) : now;
  const attempts = (isSame ? (order.hold?.attempts ?? 0) : 0) + 1;
  return compact({ code, since, attempts, nextAttemptAt, lastAnswer, shortages });
};

const outage = (order: Order, { now, nextAttemptAt, lastAnswer }: HoldFacts): Hold => {
  const code = 'inventory_unavailable';
  const since = order.hold?.code === code ? order.hold.since : now;
  return compact({ code, since, attempts: 0, nextAttemptAt, lastAnswer, shortages: [] });
};

const shortageText = (shortages: readonly Shortage[]): string =>
  shortages
    .map(
      ({ skuId, hubId, wanted, available }) =>
        `${skuId} at ${hubId}: ${wanted} wanted, ${available ?? 'too few'} there`,
    )
    .join('; ');

const reportAnswers = ({ observer }: OrderDeps, answers: readonly ClaimAnswer[]): void => {
  const counts = new Map<ClaimAnswer['answer'], number>();
  for (const { answer } of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  for (const [answer, count] of counts) observer.observe({ kind: 'claims_answered', answer, count });
};

const report = ({ observer }: OrderDeps, moves: readonly MovedOrder[]): void => {
  const held = new Map<HoldCode, number>();
  for (const { order } of moves)
    if (order.hold !== undefined) held.set(order.hold.code, (held.get(order.hold.code) ?? 0) + 1);
  const confirmed = moves.filter(({ order }) => order.status === 'new_order').length;
  if (confirmed > 0) observer.observe({ kind: 'order_confirmed', count: confirmed });
  for (const [code, count] of held) observer.observe({ kind: 'order_held', code, count });
};
