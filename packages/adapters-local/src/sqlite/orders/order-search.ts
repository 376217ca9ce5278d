import type { OrderFilter, OrderPosition, TenantId } from '@oms/core';
import type { Connection, SqlValue } from '../database/connection.js';
import type { InternedKeys } from '../database/interned-keys.js';
import { bulkKey, tenantKey } from '../database/interned-names.js';
import { type NamedState, namedStates } from './order-row.js';

/** A filter as the part that an index answers. */
export interface OrderSearch {
  /** An SQL condition with the one value below. */
  readonly owner: 'tenant_no = ?1' | 'bulk_no = ?1';
  readonly ownerNo: SqlValue;
  readonly states: readonly NamedState[];
  readonly createdFrom: number;
  /** Every order found is strictly before this place. */
  readonly before: OrderPosition;
}

/** Undefined when nothing can match. */
export const orderSearchOf =
  (interned: InternedKeys, tenantId: TenantId, filter: OrderFilter) =>
  (connection: Connection): OrderSearch | undefined => {
    const { bulkOrderId } = filter;
    const ownerNo = interned.find(
      connection,
      bulkOrderId === undefined ? tenantKey(tenantId) : bulkKey(tenantId, bulkOrderId),
    );
    if (ownerNo === undefined) return undefined;
    return {
      owner: bulkOrderId === undefined ? 'tenant_no = ?1' : 'bulk_no = ?1',
      ownerNo,
      states: namedStates.filter((state) => isWanted(filter, state)),
      createdFrom: filter.createdFrom ?? -Number.MAX_SAFE_INTEGER,
      before: { createdAt: filter.createdBefore ?? Number.MAX_SAFE_INTEGER, orderId: '' },
    };
  };

const isWanted = ({ status, holdCode }: OrderFilter, state: NamedState): boolean =>
  (status === undefined || status === state.status) && (holdCode === undefined || holdCode === state.holdCode);

/** The narrower of both ends. */
export const searchAfter = (search: OrderSearch, after: OrderPosition | undefined): OrderSearch =>
  after !== undefined && after.createdAt < search.before.createdAt ? { ...search, before: after } : search;

/** True for filters on what no index has: each order found has to be looked at. */
export const isScan = ({ sellerId, skuId, hubId }: OrderFilter): boolean =>
  sellerId !== undefined || skuId !== undefined || hubId !== undefined;
