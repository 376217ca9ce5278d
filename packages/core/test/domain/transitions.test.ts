import { expect, test } from 'vitest';
import { holdCodes } from '../../src/domain/hold.js';
import { newOrder } from '../../src/domain/new-order.js';
import { awaitsClaim, holdWith, moveTo, type OrderCommand, verdictOf } from '../../src/domain/transitions.js';

const reason = { at: 1_000, actor: 'a', why: 'w' };
const created = newOrder(
  {
    tenantId: 't',
    orderId: 'o',
    content: { sellerId: 's', lines: [{ skuId: 'k', hubId: 'h', quantity: 1 }] },
    source: { kind: 'api' },
    nextAttemptAt: 9,
  },
  reason,
);

const verdicts = (command: OrderCommand) => [
  ...holdCodes.map((holdCode) => verdictOf(command, { status: 'on_hold', holdCode })),
  verdictOf(command, { status: 'new_order' }),
  verdictOf(command, { status: 'cancelled' }),
];

test('the transition table of commands is what the design says', () => {
  expect(verdicts('cancel')).toEqual(['move', 'move', 'move', 'move', 'move', 'move', 'move', 'stands']);
  expect(verdicts('hold')).toEqual(['move', 'move', 'move', 'move', 'refused', 'stands', 'refused', 'refused']);
  expect(verdicts('unhold')).toEqual(['stands', 'stands', 'stands', 'stands', 'stands', 'move', 'stands', 'refused']);
  expect(verdicts('retry')).toEqual(['stands', 'move', 'move', 'move', 'refused', 'refused', 'stands', 'refused']);
});

test('a claim means nothing to an order that waits for a person', () => {
  const held = (code: (typeof holdCodes)[number]) =>
    awaitsClaim(holdWith(created.order, { code, since: 1, attempts: 0, shortages: [] }, reason).order);
  expect(holdCodes.filter(held)).toEqual(['awaiting_check', 'insufficient_stock', 'inventory_unavailable']);
});

test('every move has a version, a line of history, and an event with the next sequence', () => {
  const confirmed = moveTo(created.order, 'new_order', { ...reason, at: 2_000, why: 'stock_claimed' });
  expect(confirmed.order).toMatchObject({ version: 2, sequence: 2, status: 'new_order', updatedAt: 2_000 });
  expect(confirmed.order).not.toHaveProperty('hold');
  expect(confirmed.order.history.at(-1)).toEqual({
    from: { status: 'on_hold', holdCode: 'awaiting_check' },
    to: { status: 'new_order' },
    at: 2_000,
    actor: 'a',
    why: 'stock_claimed',
  });
  expect(confirmed.events.map(({ type, sequence, id }) => [type, sequence, id])).toEqual([
    ['order.confirmed', 2, '["t","o",2]'],
  ]);
});

test('a hold with the same code is a new version without an event or a line of history', () => {
  const short = { code: 'insufficient_stock', since: 1, attempts: 1, shortages: [] } as const;
  const held = holdWith(created.order, short, reason);
  expect(held.events.map(({ type }) => type)).toEqual(['order.held']);
  const again = holdWith(held.order, { ...short, attempts: 2 }, reason);
  expect(again.events).toEqual([]);
  expect(again.order).toMatchObject({ version: 3, sequence: 2, hold: { attempts: 2 } });
  expect(again.order.history).toHaveLength(2);
});

test('a cancelled order has its release due in the same write', () => {
  expect(moveTo(created.order, 'cancelled', reason).order.release).toEqual({
    state: 'due',
    nextAttemptAt: 1_000,
    attempts: 0,
  });
});
