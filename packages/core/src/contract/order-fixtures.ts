import { compact } from '../domain/compact.js';
import type { Hold, HoldCode, Shortage } from '../domain/hold.js';
import { newOrder } from '../domain/new-order.js';
import type { Order, OrderLine, OrderSource } from '../domain/order.js';
import { contentOf } from '../domain/order.js';
import type { OrderEventMessage } from '../domain/order-event.js';
import { holdWith, type MovedOrder, moveTo } from '../domain/transitions.js';
import type { OrderWrite } from '../ports/order-repo.js';

/** When everything in the kit begins: 2026-01-01T00:00:00Z. */
export const t0 = 1_767_225_600_000;
export const second = 1_000;
export const minute = 60 * second;

/** What a fixture's order may be given; the rest is fixed. */
export interface OrderParts {
  /** Default `tenant-1`. */
  readonly tenantId?: string;
  /** Default `order-1`. */
  readonly orderId?: string;
  /** Default `seller-1`. */
  readonly sellerId?: string;
  /** Default: one line, 2 of `sku-1` at `hub-1`. */
  readonly lines?: readonly OrderLine[];
  readonly attributes?: Readonly<Record<string, string>>;
  readonly source?: OrderSource;
  readonly idempotencyKey?: string;
  /** Default `t0`. */
  readonly createdAt?: number;
  /** Default 10 minutes after `createdAt`. */
  readonly nextAttemptAt?: number;
  /** Default `createdAt`. */
  readonly relayAt?: number;
}

const reasonAt = (at: number) => ({ at, actor: 'contract', why: 'because the contract says so' });

const acceptance = (parts: OrderParts): MovedOrder => {
  const { tenantId = 'tenant-1', orderId = 'order-1', sellerId = 'seller-1', createdAt = t0 } = parts;
  const { lines = [{ skuId: 'sku-1', hubId: 'hub-1', quantity: 2 }], source = { kind: 'api' } } = parts;
  const nextAttemptAt = parts.nextAttemptAt ?? createdAt + 10 * minute;
  const content = compact({ sellerId, lines, attributes: parts.attributes });
  const input = { tenantId, orderId, content, source, idempotencyKey: parts.idempotencyKey, nextAttemptAt };
  return newOrder(input, reasonAt(createdAt));
};

/** An order as it is accepted: version 1, on hold, awaiting its check. */
export const anOrder = (parts: OrderParts = {}): Order => acceptance(parts).order;

/** The insert of such an order, with `order.created`. */
export const anInsert = (parts: OrderParts = {}): OrderWrite => ({
  ...acceptance(parts),
  relayAt: parts.relayAt ?? parts.createdAt ?? t0,
});

/** The settlement that moves an order on, with its event. */
export const aMove = (order: Order, status: 'new_order' | 'cancelled', at: number = t0 + second): OrderWrite => ({
  ...moveTo(order, status, reasonAt(at)),
  relayAt: at,
});

export interface HoldParts {
  readonly code?: HoldCode;
  readonly at?: number;
  readonly nextAttemptAt?: number;
  readonly shortages?: readonly Shortage[];
}

/** The settlement that holds an order; default: for want of its first line's stock, due a minute later. */
export const aHold = (order: Order, parts: HoldParts = {}): OrderWrite => {
  const { code = 'insufficient_stock', at = t0 + second, nextAttemptAt = at + minute } = parts;
  const [line] = order.lines as readonly [OrderLine];
  const short = { skuId: line.skuId, hubId: line.hubId, wanted: line.quantity, available: 0 };
  const shortages = parts.shortages ?? (code === 'insufficient_stock' ? [short] : []);
  const isForPerson = code === 'manual' || code === 'unknown_item' || code === 'claim_unknown';
  const hold: Hold = compact({
    code,
    since: at,
    attempts: 1,
    nextAttemptAt: isForPerson ? undefined : nextAttemptAt,
    lastAnswer: 'The inventory said so.',
    shortages,
  });
  return { ...holdWith(order, hold, reasonAt(at)), relayAt: at };
};

/** What the bus carries for a write: its events with the order's content joined. */
export const messagesOf = ({ order, events }: OrderWrite): readonly OrderEventMessage[] =>
  events.map((event) => ({ ...event, content: contentOf(order) }));
