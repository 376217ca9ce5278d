import type { HoldCode } from '../domain/hold.js';
import type { BulkOrderId, TenantId } from '../domain/ids.js';
import type { OrderEventType } from '../domain/order-event.js';
import type { RejectionCode } from '../domain/rejection.js';
import type { ClaimAnswer } from './inventory-gateway.js';

/** Something that happened, for metrics and logs. Nothing in the core depends on a fact being seen. */
export type Fact =
  | { readonly kind: 'orders_stored'; readonly created: number; readonly unchanged: number; readonly conflicts: number }
  | { readonly kind: 'events_published'; readonly count: number }
  | { readonly kind: 'event_refused'; readonly type: OrderEventType; readonly reason: string }
  | { readonly kind: 'publish_postponed'; readonly count: number; readonly reason: string }
  | { readonly kind: 'order_confirmed'; readonly count: number }
  | { readonly kind: 'order_held'; readonly code: HoldCode; readonly count: number }
  | { readonly kind: 'message_ignored'; readonly reason: string; readonly count: number }
  | { readonly kind: 'claims_answered'; readonly answer: ClaimAnswer['answer']; readonly count: number }
  | { readonly kind: 'settle_lost'; readonly count: number }
  | { readonly kind: 'release_done'; readonly count: number }
  | { readonly kind: 'row_rejected'; readonly code: RejectionCode; readonly count: number }
  | {
      readonly kind: 'bulk_checkpoint';
      readonly tenantId: TenantId;
      readonly bulkOrderId: BulkOrderId;
      /** The last row that it covers. */
      readonly row: number;
      /** How many rows it covers that the one before did not. */
      readonly rows: number;
    }
  | { readonly kind: 'bulk_lease_lost'; readonly tenantId: TenantId; readonly bulkOrderId: BulkOrderId }
  | {
      readonly kind: 'bulk_paused';
      readonly tenantId: TenantId;
      readonly bulkOrderId: BulkOrderId;
      /** Of the error that it waits out. */
      readonly code: string;
      /** In the words of the part that failed, which are for whoever runs it. */
      readonly reason: string;
    }
  | {
      readonly kind: 'bulk_failed';
      readonly tenantId: TenantId;
      readonly bulkOrderId: BulkOrderId;
      readonly reason: string;
    }
  | {
      readonly kind: 'bulk_completed' | 'bulk_enqueued';
      readonly tenantId: TenantId;
      readonly bulkOrderId: BulkOrderId;
    }
  /** A worker took work up, or is through with it: one that began and never ends stands still. */
  | { readonly kind: 'pass_began' | 'pass_ended'; readonly worker: string }
  | { readonly kind: 'worker_failed'; readonly worker: string; readonly error: unknown };

/** Optional eyes on the core. An observer that throws is ignored: it never changes what the core does. */
export interface Observer {
  /** Called synchronously after the fact; must return soon. */
  observe(fact: Fact): void;
}
