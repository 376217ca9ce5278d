import type { BulkOrderId, Rejection, TenantId } from '@oms/core';
import type { Collection } from 'mongodb';
import {
  type BulkOrderDocument,
  bulkKeyOf,
  type RejectionBatch,
  type RejectionDocument,
} from './bulk-order-document.js';

const perInsert = 1_000;

/**
 * Rejections beside their bulk orders. They are stored before the checkpoint that makes them count, so that both come
 * together though they are many documents: what no checkpoint names is not there.
 */
export class Rejections {
  readonly #rejections: Collection<RejectionDocument>;

  constructor(rejections: Collection<RejectionDocument>) {
    this.#rejections = rejections;
  }

  /** Stores a batch that does not count yet; rows that are rejected already keep their first rejection. */
  async store(bulkOrder: BulkOrderDocument, batch: RejectionBatch, rejections: readonly Rejection[]): Promise<void> {
    const bulkKey = bulkOrder._id;
    const rows = rejections.map(({ row }) => row);
    await this.#rejections.deleteMany({ bulkKey, row: { $in: rows }, batch: batch.id });
    const known = await this.#rejections
      .find({ bulkKey, row: { $in: rows }, batch: { $in: idsOf(bulkOrder.batches) } }, { projection: { row: 1 } })
      .toArray();
    const taken = new Set(known.map(({ row }) => row));
    const documents = rejections
      .filter(({ row }) => !taken.has(row))
      .map((rejection) => ({ bulkKey, row: rejection.row, batch: batch.id, rejection }));
    for (let from = 0; from < documents.length; from += perInsert) {
      await this.#rejections.insertMany(documents.slice(from, from + perInsert), { ordered: false });
    }
  }

  async list(
    bulkOrder: Pick<BulkOrderDocument, '_id' | 'batches'>,
    { afterRow, limit }: { readonly afterRow: number; readonly limit: number },
  ): Promise<readonly Rejection[]> {
    const batches = idsOf(bulkOrder.batches.filter(({ lastRow }) => lastRow > afterRow));
    if (batches.length === 0) return [];
    const found = await this.#rejections
      .find({ bulkKey: bulkOrder._id, row: { $gt: afterRow }, batch: { $in: batches } })
      .sort({ row: 1 })
      .limit(limit)
      .toArray();
    return found.map(({ rejection }) => rejection);
  }

  /** Drops what crashed workers stored and no checkpoint named. */
  async dropOrphans(tenantId: TenantId, bulkOrderId: BulkOrderId, batches: readonly RejectionBatch[]): Promise<void> {
    await this.#rejections.deleteMany({ bulkKey: bulkKeyOf(tenantId, bulkOrderId), batch: { $nin: idsOf(batches) } });
  }
}

const idsOf = (batches: readonly RejectionBatch[]): string[] => batches.map(({ id }) => id);
