import { ok } from 'node:assert';
import type { BulkOrder, BulkProgress } from '../domain/bulk-order.js';
import type { BulkOrderLease, BulkOrderRepo } from '../ports/bulk-order-repo.js';
import { aBulkOrder } from './bulk-fixtures.js';
import type { Opened } from './contract.js';
import { minute, t0 } from './order-fixtures.js';

/** What a harness opens for the cases of BulkOrderRepo. */
export interface OpenedBulkOrderRepo extends Opened<BulkOrderRepo> {
  /** Cuts the subject off from its data until it is closed. */
  outage?(): Promise<void>;
}

/** Stores bulk orders, each with content of its own. */
export const submit = async (repo: BulkOrderRepo, ...all: readonly Partial<BulkOrder>[]): Promise<BulkOrder> => {
  let last = aBulkOrder();
  for (const parts of all) {
    const reference = `for ${parts.bulkOrderId ?? 'bulk-1'}`;
    const { answer, bulkOrder } = await repo.createOrContinue(aBulkOrder({ reference, ...parts }));
    ok(answer === 'created', `${bulkOrder.bulkOrderId} was not created`);
    last = bulkOrder;
  }
  return last;
};

export const stored = async (repo: BulkOrderRepo, bulkOrderId = 'bulk-1'): Promise<BulkOrder> => {
  const bulkOrder = await repo.get('tenant-1', bulkOrderId);
  ok(bulkOrder !== undefined, `${bulkOrderId} is not stored`);
  return bulkOrder;
};

/** Takes a bulk order over for a minute and insists on it. */
export const take = async (repo: BulkOrderRepo, now = t0, bulkOrderId = 'bulk-1'): Promise<BulkOrderLease> => {
  const taken = await repo.takeOver('tenant-1', bulkOrderId, { now, leaseMs: minute });
  ok(taken.answer === 'taken', `${bulkOrderId} is ${taken.answer}`);
  return taken.lease;
};

/** Progress up to a row, one rejection among its rows. */
export const upTo = (row: number): BulkProgress => ({
  row,
  rowsRead: row - 1,
  ordersCreated: row - 2,
  ordersUnchanged: 0,
  rowsRejected: 1,
});

export const bulkIdsOf = (all: readonly BulkOrder[]): readonly string[] => all.map(({ bulkOrderId }) => bulkOrderId);
