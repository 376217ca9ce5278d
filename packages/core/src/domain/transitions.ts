import { compact } from './compact.js';
import type { Hold, HoldCode } from './hold.js';
import { type Order, type OrderState, type OrderStatus, stateOf } from './order.js';
import type { OrderEvent, OrderEventType } from './order-event.js';
import { eventId } from './order-event.js';
import type { EpochMs } from './time.js';

/** What a person may ask of an order. */
export type OrderCommand = 'cancel' | 'hold' | 'unhold' | 'retry' | 'resolve';

/** `stands`: its effect is there already. */
export type CommandVerdict = 'move' | 'stands' | 'refused';

const heldVerdicts: Record<OrderCommand, Record<HoldCode, CommandVerdict>> = {
  cancel: all('move'),
  hold: { ...all('move'), manual: 'stands', claim_unknown: 'refused' },
  unhold: { ...all('stands'), manual: 'move' },
  retry: { ...all('move'), awaiting_check: 'stands', claim_unknown: 'refused', manual: 'refused' },
  resolve: { ...all('stands'), claim_unknown: 'move' },
};

const settledVerdicts: Record<OrderCommand, Record<Exclude<OrderStatus, 'on_hold'>, CommandVerdict>> = {
  cancel: { new_order: 'move', cancelled: 'stands' },
  hold: { new_order: 'refused', cancelled: 'refused' },
  unhold: { new_order: 'stands', cancelled: 'refused' },
  retry: { new_order: 'stands', cancelled: 'refused' },
  resolve: { new_order: 'stands', cancelled: 'stands' },
};

function all(verdict: CommandVerdict): Record<HoldCode, CommandVerdict> {
  return {
    awaiting_check: verdict,
    insufficient_stock: verdict,
    inventory_unavailable: verdict,
    unknown_item: verdict,
    claim_unknown: verdict,
    manual: verdict,
  };
}

/** The transition table of a person's commands. */
export const verdictOf = (command: OrderCommand, state: OrderState): CommandVerdict =>
  state.status === 'on_hold'
    ? heldVerdicts[command][state.holdCode ?? 'awaiting_check']
    : settledVerdicts[command][state.status];

/** Holds from which a claim that succeeded moves the order on: those that a worker or a person may have asked under. */
const claimable: ReadonlySet<HoldCode> = new Set(['awaiting_check', 'insufficient_stock', 'inventory_unavailable']);

/** The transition table of the system's messages: whether a claim's answer still means anything to this order. */
export const awaitsClaim = (order: Pick<Order, 'status' | 'hold'>): boolean =>
  order.status === 'on_hold' && order.hold !== undefined && claimable.has(order.hold.code);

export interface MoveReason {
  readonly at: EpochMs;
  readonly actor: string;
  readonly why: string;
  readonly traceparent?: string | undefined;
}

export interface MovedOrder {
  readonly order: Order;
  readonly events: readonly OrderEvent[];
}

const eventTypes: Record<OrderStatus, OrderEventType> = {
  on_hold: 'order.held',
  new_order: 'order.confirmed',
  cancelled: 'order.cancelled',
};

/** The order in another status, without a hold. */
export const moveTo = (order: Order, status: 'new_order' | 'cancelled', reason: MoveReason): MovedOrder => {
  const { hold: _, ...rest } = order;
  return move(order, compact({ ...rest, status, release: releaseOf(status, reason.at) }), reason);
};

const releaseOf = (status: OrderStatus, at: EpochMs): Order['release'] =>
  status === 'cancelled' ? { state: 'due', nextAttemptAt: at, attempts: 0 } : undefined;

/** The order held with this hold; an event and a line of history only when the code changes. */
export const holdWith = (order: Order, hold: Hold, reason: MoveReason): MovedOrder => {
  const held: Order = { ...order, status: 'on_hold', hold };
  if (order.hold?.code !== hold.code) return move(order, held, reason);
  return { order: { ...held, version: order.version + 1, updatedAt: reason.at }, events: [] };
};

/** True when the move causes an `order.held` that is not the order's first. */
export const isHeldAgain = ({ order, events }: MovedOrder): boolean =>
  events.some(({ type }) => type === 'order.held') &&
  order.history.filter(({ from, to }) => from !== undefined && to.status === 'on_hold').length > 1;

const move = (from: Order, to: Order, reason: MoveReason): MovedOrder => {
  const sequence = from.sequence + 1;
  const { at, actor, why } = reason;
  const order: Order = {
    ...to,
    version: from.version + 1,
    sequence,
    updatedAt: at,
    history: [...from.history, { from: stateOf(from), to: stateOf(to), at, actor, why }],
  };
  return { order, events: [eventOf(order, eventTypes[order.status], reason)] };
};

/** The event that says what the order has become. */
export const eventOf = (order: Order, type: OrderEventType, reason: MoveReason): OrderEvent => {
  const { tenantId, orderId, sequence, status, hold } = order;
  return compact({
    schemaVersion: 1 as const,
    id: eventId({ tenantId, orderId, sequence }),
    type,
    tenantId,
    orderId,
    sequence,
    time: reason.at,
    status,
    hold,
    traceparent: reason.traceparent,
  });
};
