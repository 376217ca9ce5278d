import type { Hold, HoldCode } from './hold.js';
import type { BulkOrderId, HubId, OrderId, SellerId, SkuId, TenantId } from './ids.js';
import type { StockLine } from './stock-line.js';
import type { EpochMs } from './time.js';

export type OrderStatus = 'on_hold' | 'new_order' | 'cancelled';

export const orderStatuses: readonly OrderStatus[] = ['on_hold', 'new_order', 'cancelled'];

export interface OrderLine {
  readonly skuId: SkuId;
  readonly hubId: HubId;
  /** Integer, 1..1,000,000. */
  readonly quantity: number;
  /** Exact decimal, normalised (`10.50` is `10.5`), at most 4 decimals. */
  readonly unitPrice?: string;
  /** ISO 4217 alphabetic code. */
  readonly currency?: string;
}

/** Where an order came from. `row` is the number of its first row in the file. */
export type OrderSource =
  | { readonly kind: 'api' }
  | { readonly kind: 'bulk'; readonly bulkOrderId: BulkOrderId; readonly row: number };

/** What was ordered: fixed at acceptance and never changed. */
export interface OrderContent {
  readonly tenantId: TenantId;
  readonly orderId: OrderId;
  readonly sellerId: SellerId;
  /** 1..500 lines, in the order in which they were sent. */
  readonly lines: readonly OrderLine[];
  readonly attributes?: Readonly<Record<string, string>>;
  /** Of what the caller sent; see `fingerprintOf`. */
  readonly fingerprint: string;
  readonly idempotencyKey?: string;
  readonly source: OrderSource;
  readonly createdAt: EpochMs;
}

/** A status and, while held, why: what the history moves between. */
export interface OrderState {
  readonly status: OrderStatus;
  readonly holdCode?: HoldCode;
}

/** One move of an order. */
export interface Move {
  /** Absent for the first. */
  readonly from?: OrderState;
  readonly to: OrderState;
  readonly at: EpochMs;
  readonly actor: string;
  readonly why: string;
}

/** Releasing a cancelled order's stock: `due` until the inventory has said yes. */
export interface Release {
  readonly state: 'due' | 'done';
  /** When a worker asks (again); meaningful while `due`. */
  readonly nextAttemptAt: EpochMs;
  readonly attempts: number;
  /** Once `done`, what the inventory has deducted and cannot take back, until somebody says that it was given back. */
  readonly unreleased?: readonly StockLine[];
}

/** `(tenantId, orderId)`: one seller, 1..500 lines, and everything that happened to it. */
export interface Order extends OrderContent {
  readonly schemaVersion: 1;
  /** Grows by one with every state change; what compare-and-set compares, and the ETag. Starts at 1. */
  readonly version: number;
  /** Number of the last event; the first event of an order is 1. */
  readonly sequence: number;
  readonly status: OrderStatus;
  /** Present exactly while `on_hold`. */
  readonly hold?: Hold;
  /** Present once cancelled. */
  readonly release?: Release;
  readonly history: readonly Move[];
  readonly updatedAt: EpochMs;
}

export const stateOf = (order: Pick<Order, 'status' | 'hold'>): OrderState =>
  order.hold === undefined ? { status: order.status } : { status: order.status, holdCode: order.hold.code };

/** The immutable part: what is joined to an event when it is published. */
export const contentOf = (order: Order): OrderContent => {
  const { tenantId, orderId, sellerId, lines, attributes, fingerprint, idempotencyKey, source, createdAt } = order;
  const content: { -readonly [K in keyof OrderContent]: OrderContent[K] } = {
    tenantId,
    orderId,
    sellerId,
    lines,
    fingerprint,
    source,
    createdAt,
  };
  if (attributes !== undefined) content.attributes = attributes;
  if (idempotencyKey !== undefined) content.idempotencyKey = idempotencyKey;
  return content;
};

/** Whether two contents are of one order: seller, lines and what the fingerprint covers besides. */
export const isSameContent = (
  one: Pick<OrderContent, 'sellerId' | 'lines' | 'fingerprint'>,
  other: Pick<OrderContent, 'sellerId' | 'lines' | 'fingerprint'>,
): boolean =>
  one.fingerprint === other.fingerprint &&
  one.sellerId === other.sellerId &&
  one.lines.length === other.lines.length &&
  one.lines.every((line, index) => isSameLine(line, other.lines[index] as OrderLine));

const isSameLine = (one: OrderLine, other: OrderLine): boolean =>
  one.skuId === other.skuId &&
  one.hubId === other.hubId &&
  one.quantity === other.quantity &&
  one.unitPrice === other.unitPrice &&
  one.currency === other.currency;
