import {
  type BulkOrder,
  bulkOrderIdentity,
  type EpochMs,
  isFinished,
  orderKey,
  type Rejection,
  type TenantId,
} from '@oms/core';

/** Rejections that one checkpoint made visible. */
export interface RejectionBatch {
  readonly id: string;
  readonly lastRow: number;
}

export interface BulkOrderDocument {
  /** Of tenant and bulk order. */
  readonly _id: string;
  readonly tenantId: TenantId;
  readonly bulkOrderId: string;
  readonly submittedAt: EpochMs;
  readonly state: BulkOrder['state'];
  readonly bulkOrder: BulkOrder;
  /** See `bulkOrderIdentity`; only while it is unfinished, so that it is unique among those. */
  readonly openIdentity?: string;
  /** Only while it is unfinished. */
  readonly isOpen?: true;
  readonly fence: number;
  readonly leasedUntil: EpochMs;
  readonly batches: readonly RejectionBatch[];
  /** Names the last write: how one whose answer was lost finds that it was done. */
  readonly mark: string;
}

/** A rejection belongs to its bulk order once its batch stands in the checkpoint. */
export interface RejectionDocument {
  readonly bulkKey: string;
  readonly row: number;
  readonly batch: string;
  readonly rejection: Rejection;
}

export const bulkKeyOf = (tenantId: TenantId, bulkOrderId: string): string => orderKey(tenantId, bulkOrderId);

export type BulkOrderFacts = Pick<BulkOrderDocument, 'bulkOrder' | 'fence' | 'leasedUntil' | 'batches' | 'mark'>;

export const bulkOrderDocumentOf = (facts: BulkOrderFacts): BulkOrderDocument => {
  const { tenantId, bulkOrderId, submittedAt, state } = facts.bulkOrder;
  const open = isFinished(state) ? {} : { isOpen: true as const, openIdentity: bulkOrderIdentity(facts.bulkOrder) };
  return { ...facts, ...open, _id: bulkKeyOf(tenantId, bulkOrderId), tenantId, bulkOrderId, submittedAt, state };
};
