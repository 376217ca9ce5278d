import { isUnknown } from '@oms/core';
import type { LinesInDoubt } from '../actors/surroundings.js';
import { deductionKey } from './deduct-line.js';
import type { World } from './world.js';

/** What an operator sees who compares the orders that wait for a person with the inventory itself. */
export const linesInDoubt = ({ stores, scheduler, watch }: World): readonly LinesInDoubt[] =>
  [...stores.orders.documents].flatMap(([key, { order }]) => {
    const attempt = stores.claims.entries.get(key)?.attempt;
    const waits = order.hold?.code === 'claim_unknown' || order.release?.state === 'due';
    if (!waits) return [];
    const { tenantId, orderId } = order;
    // Its answer came after all: there is nothing to find out, and the order is to go on.
    const [anyLine] = order.lines;
    const line = attempt?.line ?? anyLine;
    if (line === undefined || (attempt !== undefined && !isUnknown(attempt, scheduler.now))) return [];
    if (attempt === undefined && order.hold?.code !== 'claim_unknown') return [];
    const deducted = stores.deductions.has(deductionKey(tenantId, { orderId, line }));
    watch.resolved(tenantId, orderId);
    return [{ tenantId, orderId, lines: [{ skuId: line.skuId, hubId: line.hubId, deducted }] }];
  });
