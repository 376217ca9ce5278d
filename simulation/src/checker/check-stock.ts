import { type Order, orderKey, type StockLine, type StockPair, sumByPair } from '@oms/core';
import type { Evidence } from './evidence.js';
import type { Expectations } from './expectations.js';
import { isEnough } from './is-enough.js';
import { Violation } from './violation.js';

/** I4, I5 and I8: what is gone is what confirmed orders took, and nobody waits for what is there. */
export function* checkStock(expectations: Expectations, evidence: Evidence): Generator<Violation> {
  for (const tenantId of expectations.tenants) {
    if (expectations.isLedgered) continue;
    for (const item of expectations.items) yield* checkItem(expectations, evidence, { tenantId, item });
  }
  for (const order of evidence.orders) yield* checkHold(expectations, evidence, order);
  for (const order of expectations.isLedgered ? evidence.orders : []) yield* checkDeductions(evidence, order);
}

/** I4 without claims: a confirmed order has all its lines, a cancelled one tells exactly what is out. */
function* checkDeductions({ deductedOf }: Evidence, order: Order): Generator<Violation> {
  const deducted = textOf(deductedOf?.(order) ?? []);
  const name = orderKey(order.tenantId, order.orderId);
  const told = textOf(order.release?.unreleased ?? []);
  if (order.status === 'new_order' && deducted !== textOf(sumByPair(order.lines)))
    yield new Violation('I4', `${name} is confirmed, and ${deducted} was deducted for it.`);
  if (order.status === 'cancelled' && deducted !== told)
    yield new Violation('I4', `${name} is cancelled, tells ${told} as out, and ${deducted} was deducted for it.`);
}

const textOf = (lines: readonly StockLine[]): string =>
  lines
    .map(({ skuId, hubId, quantity }) => `${quantity} of ${skuId} at ${hubId}`)
    .sort()
    .join(', ') || 'nothing';

interface TenantItem {
  readonly tenantId: string;
  readonly item: StockPair;
}

function* checkItem(
  { atomicClaim }: Expectations,
  { orders, stockOf, delivered, claimStands }: Evidence,
  { tenantId, item }: TenantItem,
): Generator<Violation> {
  const left = stockOf(tenantId, item);
  const name = `${item.skuId} at ${item.hubId} of ${tenantId}`;
  if (left < 0) yield new Violation('I5', `${left} are left of ${name}.`);
  const gone = delivered(tenantId, item) - left;
  const own = orders.filter((order) => order.tenantId === tenantId);
  const sold = sumOf(
    own.filter(({ status }) => status === 'new_order'),
    item,
  );
  const doubtful = atomicClaim
    ? 0
    : sumOf(
        own.filter((order) => isDoubtful(order, claimStands)),
        item,
      );
  if (gone < sold || gone > sold + doubtful)
    yield new Violation('I4', `${gone} of ${name} are gone, ${sold} are sold.`);
}

/**
 * An inventory that cannot be asked again, and has no ledger, is not asked for what it is known to lack: what it deducted for an
 * order whose writer died stays out until the order's turn has enough again.
 */
const isDoubtful = (order: Order, claimStands: Evidence['claimStands']): boolean =>
  order.hold?.code === 'claim_unknown' || (order.hold?.code === 'insufficient_stock' && claimStands?.(order) === true);

const sumOf = (orders: readonly Order[], item: StockPair): number =>
  orders
    .flatMap(({ lines }) => lines.filter((line) => isSame(line, item)))
    .reduce((sum, line) => sum + line.quantity, 0);

const isSame = (a: StockPair, b: StockPair): boolean => a.skuId === b.skuId && a.hubId === b.hubId;

function* checkHold(
  { atomicClaim, isLedgered }: Expectations,
  { stockOf }: Evidence,
  order: Order,
): Generator<Violation> {
  const { tenantId, orderId, hold, release } = order;
  const name = orderKey(tenantId, orderId);
  if (release?.state === 'due') yield new Violation('I8', `The release of ${name} is still due.`);
  if (hold === undefined) return;
  // Behind a claim ledger an operator has resolved each by now.
  if (hold.code === 'claim_unknown' && !atomicClaim && !isLedgered) return;
  if (hold.code !== 'insufficient_stock') {
    yield new Violation('I8', `${name} still waits: ${hold.code}, ${hold.lastAnswer}`);
    return;
  }
  if (isEnough(order, stockOf)) yield new Violation('I8', `${name} waits for stock that is there.`);
}
