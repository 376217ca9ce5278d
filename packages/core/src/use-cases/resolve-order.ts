import { type ClaimAttempt, isUnknown } from '../domain/claim-entry.js';
import type { Context } from '../domain/context.js';
import type { Order } from '../domain/order.js';
import { isSamePair, type StockPair } from '../domain/stock-line.js';
import { OmsError } from '../errors.js';
import type { ClaimLedger } from '../ports/claim-ledger.js';
import type { OrderDeps } from './deps.js';
import { getOrder } from './get-order.js';
import { recheckOrder } from './recheck-order.js';
import { releaseOrders } from './release-orders.js';
import { returnLines } from './return-lines.js';
import { type CommandInput, checkVersion } from './run-command.js';

/** What somebody found out at the inventory service about one line. */
export interface ResolvedLine extends StockPair {
  /** Whether its quantity is out of the stock now. */
  readonly deducted: boolean;
}

export interface ResolveOrderInput extends CommandInput {
  readonly lines: readonly ResolvedLine[];
}

/**
 * Says what became of lines that nobody knows it of. An order in `claim_unknown` is claimed again at once, without the lines that
 * were deducted; of a cancelled one, lines that are not deducted (any more) are `unreleased` no longer. Of lines that are not in
 * doubt nothing is changed. Throws as `runCommand`, `invalid` / `unresolvable_line` for a line that the order has not, and
 * `conflict` / `claim_open` while the inventory may still answer.
 */
export const resolveOrder =
  (deps: OrderDeps) =>
  async (context: Context, input: ResolveOrderInput): Promise<Order> => {
    const order = await getOrder(deps)(context, input);
    checkVersion(order, input);
    const { claims } = deps;
    if (claims === undefined) return order;
    const found = await settleAttempt(deps, claims, { order, lines: input.lines });
    if (order.status !== 'cancelled') {
      const { expectedVersion: _, ...command } = input;
      return found === 'nothing' ? order : recheckOrder(deps, 'resolve')(context, command);
    }
    if (found === 'settled') await releaseOrders(deps)([order]);
    const pairs = input.lines.filter(({ deducted }) => !deducted);
    return returnLines(deps, claims)(context, { orderId: input.orderId, pairs });
  };

interface Resolution {
  readonly order: Order;
  readonly lines: readonly ResolvedLine[];
}

/** `certain`: no line is in doubt; `nothing`: one is, and another was told. */
const settleAttempt = async (
  { clock }: OrderDeps,
  claims: ClaimLedger,
  { order, lines }: Resolution,
): Promise<'settled' | 'certain' | 'nothing'> => {
  const { tenantId, orderId } = order;
  const [entry] = await claims.getMany(tenantId, [orderId]);
  const attempt = entry?.attempt;
  const stray = lines.find((line) => !order.lines.some((pair) => isSamePair(pair, line)));
  if (stray !== undefined) throw unresolvable(stray);
  if (attempt === undefined) return 'certain';
  const answer = lines.find((line) => isSamePair(line, attempt.line));
  // Of a request that is repeated: another line is in doubt by now.
  if (answer === undefined) return 'nothing';
  if (!isUnknown(attempt, clock.now())) throw stillOpen(attempt);
  const outcome = { outcome: answer.deducted ? ('deducted' as const) : ('not_deducted' as const) };
  await claims.record(tenantId, orderId, attempt.attemptId, outcome);
  return 'settled';
};

const unresolvable = ({ skuId, hubId }: StockPair): OmsError =>
  new OmsError('invalid', 'unresolvable_line', `The order has no line of ${skuId} at ${hubId}.`);

const stillOpen = ({ line: { skuId, hubId } }: ClaimAttempt): OmsError =>
  new OmsError('conflict', 'claim_open', `The inventory may still answer for ${skuId} at ${hubId}; ask again later.`, {
    retryAfterMs: 1_000,
  });
