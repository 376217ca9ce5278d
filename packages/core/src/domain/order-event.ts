import type { Hold } from './hold.js';
import type { OrderId, TenantId } from './ids.js';
import type { OrderContent, OrderStatus } from './order.js';
import type { EpochMs } from './time.js';

export type OrderEventType = 'order.created' | 'order.confirmed' | 'order.held' | 'order.cancelled';

export const orderEventTypes: readonly OrderEventType[] = [
  'order.created',
  'order.confirmed',
  'order.held',
  'order.cancelled',
];

/** Names one event of one order. */
export interface OrderEventRef {
  readonly tenantId: TenantId;
  readonly orderId: OrderId;
  /** 1, 2, 3... within the order. */
  readonly sequence: number;
}

/** What is kept in the order's outbox until it is published: what happened, without what never changes. */
export interface OrderEvent extends OrderEventRef {
  readonly schemaVersion: 1;
  /** Unique and repeatable: the JSON array of tenant, order and sequence. */
  readonly id: string;
  readonly type: OrderEventType;
  readonly time: EpochMs;
  readonly status: OrderStatus;
  /** The hold as it was then. */
  readonly hold?: Hold;
  /** W3C Trace Context of the request that caused it. */
  readonly traceparent?: string;
}

/** What travels on the bus: the event, and the order's content joined at publishing. */
export interface OrderEventMessage extends OrderEvent {
  readonly content: OrderContent;
}

export const eventId = ({ tenantId, orderId, sequence }: OrderEventRef): string =>
  JSON.stringify([tenantId, orderId, sequence]);
