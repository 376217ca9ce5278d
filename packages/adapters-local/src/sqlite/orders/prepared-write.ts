import type { OrderId, OrderWrite, TenantId } from '@oms/core';
import type { SqlValue } from '../database/connection.js';
import { type Wait, waitOf } from './group-numbers.js';
import { releaseAt, stateCode, stateJson } from './order-row.js';
import { entriesOf, outboxJson, relayAtOf } from './outbox.js';

/** The columns of one state change: what the caller does to the order afterwards does not count. */
export interface PreparedWrite {
  readonly tenantId: TenantId;
  readonly orderId: OrderId;
  readonly version: number;
  readonly stateCode: number;
  readonly state: string;
  readonly outbox: string | null;
  readonly areEarlierPublished: 0 | 1;
  readonly relayAt: SqlValue;
  readonly releaseAt: SqlValue;
  readonly wait: Wait | undefined;
}

export const prepareWrite = (write: OrderWrite, tenantId: TenantId = write.order.tenantId): PreparedWrite => {
  const { order } = write;
  const { orderId } = order;
  const entries = entriesOf(write);
  return {
    tenantId,
    orderId,
    version: order.version,
    stateCode: stateCode(order),
    state: stateJson(order),
    outbox: outboxJson(entries),
    areEarlierPublished: write.areEarlierPublished === true ? 1 : 0,
    relayAt: relayAtOf(entries),
    releaseAt: releaseAt(order),
    wait: waitOf(order),
  };
};
