import type { HoldCode } from './hold.js';
import type { BulkOrderId, HubId, OrderId, SellerId, SkuId } from './ids.js';
import type { OrderStatus } from './order.js';
import type { EpochMs } from './time.js';

/** Every field given must hold; an order matches `skuId` and `hubId` when one of its lines has both. */
export interface OrderFilter {
  readonly sellerId?: SellerId;
  readonly status?: OrderStatus;
  readonly holdCode?: HoldCode;
  readonly skuId?: SkuId;
  readonly hubId?: HubId;
  readonly bulkOrderId?: BulkOrderId;
  /** Inclusive. */
  readonly createdFrom?: EpochMs;
  /** Exclusive. */
  readonly createdBefore?: EpochMs;
}

/** A place in the list: orders are listed newest first, by (createdAt, orderId), both descending. */
export interface OrderPosition {
  readonly createdAt: EpochMs;
  readonly orderId: OrderId;
}

export interface OrderCounts {
  readonly status: Readonly<Record<OrderStatus, number>>;
  /** Orders on hold, by code; codes without orders are absent. */
  readonly holds: Readonly<Partial<Record<HoldCode, number>>>;
}
