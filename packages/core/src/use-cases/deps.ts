import type { BulkOrderRepo } from '../ports/bulk-order-repo.js';
import type { ClaimLedger } from '../ports/claim-ledger.js';
import type { Clock } from '../ports/clock.js';
import type { FileStore } from '../ports/file-store.js';
import type { Ids } from '../ports/ids.js';
import type { InventoryGateway } from '../ports/inventory-gateway.js';
import type { JobQueue } from '../ports/job-queue.js';
import type { Observer } from '../ports/observer.js';
import type { OrderEventBus } from '../ports/order-event-bus.js';
import type { OrderRepo } from '../ports/order-repo.js';
import type { RejectionWriter } from '../ports/rejection-writer.js';
import type { RowReader } from '../ports/row-reader.js';
import type { EventPublisher } from './event-publisher.js';
import type { Policy } from './policy.js';

/** What orders need. */
export interface OrderDeps {
  readonly orders: OrderRepo;
  readonly events: OrderEventBus;
  readonly inventory: InventoryGateway;
  /** Of an inventory that only decrements. */
  readonly claims?: ClaimLedger | undefined;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly observer: Observer;
  readonly policy: Policy;
  /** What `createOrder` hands its events to; default: it publishes them itself, and waits until they are, or are left behind. */
  readonly publisher?: Pick<EventPublisher, 'publish'> | undefined;
}

/** What bulk orders need besides. */
export interface BulkDeps extends OrderDeps {
  readonly bulkOrders: BulkOrderRepo;
  readonly files: FileStore;
  readonly jobs: JobQueue;
  readonly rows: RowReader;
  readonly rejections: RejectionWriter;
}
