import { compact } from './compact.js';
import { fingerprintOf } from './fingerprint.js';
import type { Hold } from './hold.js';
import type { OrderId, TenantId } from './ids.js';
import type { Order, OrderSource } from './order.js';
import type { ValidOrder } from './order-draft.js';
import { eventOf, type MovedOrder, type MoveReason } from './transitions.js';

export interface NewOrder {
  readonly tenantId: TenantId;
  readonly orderId: OrderId;
  readonly content: ValidOrder;
  readonly source: OrderSource;
  readonly idempotencyKey?: string | undefined;
  /** When a worker takes it up should nothing settle it before. */
  readonly nextAttemptAt: number;
}

/** An accepted order: on hold, awaiting its check, with `order.created`. */
export const newOrder = (input: NewOrder, reason: MoveReason): MovedOrder => {
  const { tenantId, orderId, content, source, idempotencyKey } = input;
  const { at, actor, why } = reason;
  const order: Order = compact({
    schemaVersion: 1 as const,
    tenantId,
    orderId,
    ...content,
    fingerprint: fingerprintOf(content),
    idempotencyKey,
    source,
    createdAt: at,
    version: 1,
    sequence: 1,
    status: 'on_hold' as const,
    hold: awaitingCheck(at, input.nextAttemptAt),
    history: [{ to: { status: 'on_hold' as const, holdCode: 'awaiting_check' as const }, at, actor, why }],
    updatedAt: at,
  });
  return { order, events: [eventOf(order, 'order.created', reason)] };
};

export const awaitingCheck = (since: number, nextAttemptAt: number): Hold => ({
  code: 'awaiting_check',
  since,
  attempts: 0,
  nextAttemptAt,
  shortages: [],
});
